<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>on {days} days</source>
        <translation>
            <numerusform>on {days} day</numerusform>
            <numerusform>on {days} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} lifetime requests</source>
        <translation>
            <numerusform>{count} lifetime request</numerusform>
            <numerusform>{count} lifetime requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days</source>
        <translation>
            <numerusform>{count} day</numerusform>
            <numerusform>{count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} minutes</source>
        <translation>
            <numerusform>{count} minute</numerusform>
            <numerusform>{count} minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} transactions</source>
        <translation>
            <numerusform>{count} transaction</numerusform>
            <numerusform>{count} transactions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} hours left</source>
        <translation>
            <numerusform>about {count} hour left</numerusform>
            <numerusform>about {count} hours left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} days left</source>
        <translation>
            <numerusform>about {count} day left</numerusform>
            <numerusform>about {count} days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} models</source>
        <translation>
            <numerusform>{count} model</numerusform>
            <numerusform>{count} models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} older lines are not kept any more</source>
        <translation>
            <numerusform>{count} older line is not kept any more</numerusform>
            <numerusform>{count} older lines are not kept any more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} requests</source>
        <translation>
            <numerusform>{count} request</numerusform>
            <numerusform>{count} requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} s ago</source>
        <translation>
            <numerusform>{count} s ago</numerusform>
            <numerusform>{count} s ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} min ago</source>
        <translation>
            <numerusform>{count} min ago</numerusform>
            <numerusform>{count} min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} h ago</source>
        <translation>
            <numerusform>{count} h ago</numerusform>
            <numerusform>{count} h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days ago</source>
        <translation>
            <numerusform>{count} day ago</numerusform>
            <numerusform>{count} days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread</source>
        <translation>
            <numerusform>{count} unread</numerusform>
            <numerusform>{count} unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} addresses</source>
        <translation>
            <numerusform>{count} address</numerusform>
            <numerusform>{count} addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} keys</source>
        <translation>
            <numerusform>{count} key</numerusform>
            <numerusform>{count} keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{keys}, {count} disabled</source>
        <translation>
            <numerusform>{keys}, {count} disabled</numerusform>
            <numerusform>{keys}, {count} disabled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more since. The log has them.</source>
        <translation>
            <numerusform>{count} more since. The log has it.</numerusform>
            <numerusform>{count} more since. The log has them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} tokens</source>
        <translation>
            <numerusform>{count} token</numerusform>
            <numerusform>{count} tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} hours</source>
        <translation>
            <numerusform>{count} hour</numerusform>
            <numerusform>{count} hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} seconds</source>
        <translation>
            <numerusform>{count} second</numerusform>
            <numerusform>{count} seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} years</source>
        <translation>
            <numerusform>{count} year</numerusform>
            <numerusform>{count} years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A key is binom_sk_ and 32 characters; {count} are missing.</source>
        <translation>
            <numerusform>A key is binom_sk_ and 32 characters; {count} is missing.</numerusform>
            <numerusform>A key is binom_sk_ and 32 characters; {count} are missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Today: {count} requests · {amount}</source>
        <translation>
            <numerusform>Today: {count} request · {amount}</numerusform>
            <numerusform>Today: {count} requests · {amount}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} errors</source>
        <translation>
            <numerusform>{count} error</numerusform>
            <numerusform>{count} errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChoicePopup</name>
    <message numerus="yes">
        <source>{count} chosen</source>
        <translation>
            <numerusform>{count} chosen</numerusform>
            <numerusform>{count} chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message numerus="yes">
        <source>{count} results</source>
        <translation>
            <numerusform>{count} result</numerusform>
            <numerusform>{count} results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DailySpendModel</name>
    <message numerus="yes">
        <source>topped up on {count} days by {amount}</source>
        <translation>
            <numerusform>topped up on {count} day by {amount}</numerusform>
            <numerusform>topped up on {count} days by {amount}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message numerus="yes">
        <source>Exported {count} requests to {file}</source>
        <translation>
            <numerusform>Exported {count} request to {file}</numerusform>
            <numerusform>Exported {count} requests to {file}</numerusform>
        </translation>
    </message>
</context>
</TS>
