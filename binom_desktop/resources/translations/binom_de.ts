<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>on {days} days</source>
        <translation>
            <numerusform>an {days} Tag</numerusform>
            <numerusform>an {days} Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} lifetime requests</source>
        <translation>
            <numerusform>{count} Anfrage insgesamt</numerusform>
            <numerusform>{count} Anfragen insgesamt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days</source>
        <translation>
            <numerusform>{count} Tag</numerusform>
            <numerusform>{count} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} minutes</source>
        <translation>
            <numerusform>{count} Minute</numerusform>
            <numerusform>{count} Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} transactions</source>
        <translation>
            <numerusform>{count} Buchung</numerusform>
            <numerusform>{count} Buchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} hours left</source>
        <translation>
            <numerusform>reicht etwa {count} Stunde</numerusform>
            <numerusform>reicht etwa {count} Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} days left</source>
        <translation>
            <numerusform>reicht etwa {count} Tag</numerusform>
            <numerusform>reicht etwa {count} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} models</source>
        <translation>
            <numerusform>{count} Modell</numerusform>
            <numerusform>{count} Modellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} older lines are not kept any more</source>
        <translation>
            <numerusform>{count} ältere Zeile wird nicht mehr aufbewahrt</numerusform>
            <numerusform>{count} ältere Zeilen werden nicht mehr aufbewahrt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} requests</source>
        <translation>
            <numerusform>{count} Anfrage</numerusform>
            <numerusform>{count} Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} s ago</source>
        <translation>
            <numerusform>vor {count} s</numerusform>
            <numerusform>vor {count} s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} min ago</source>
        <translation>
            <numerusform>vor {count} min</numerusform>
            <numerusform>vor {count} min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} h ago</source>
        <translation>
            <numerusform>vor {count} h</numerusform>
            <numerusform>vor {count} h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days ago</source>
        <translation>
            <numerusform>vor {count} Tag</numerusform>
            <numerusform>vor {count} Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread</source>
        <translation>
            <numerusform>{count} ungelesen</numerusform>
            <numerusform>{count} ungelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} addresses</source>
        <translation>
            <numerusform>{count} Adresse</numerusform>
            <numerusform>{count} Adressen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} keys</source>
        <translation>
            <numerusform>{count} Schlüssel</numerusform>
            <numerusform>{count} Schlüssel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{keys}, {count} disabled</source>
        <translation>
            <numerusform>{keys}, {count} deaktiviert</numerusform>
            <numerusform>{keys}, {count} deaktiviert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more since. The log has them.</source>
        <translation>
            <numerusform>Seitdem {count} weiterer. Er steht im Protokoll.</numerusform>
            <numerusform>Seitdem {count} weitere. Sie stehen im Protokoll.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} tokens</source>
        <translation>
            <numerusform>{count} Token</numerusform>
            <numerusform>{count} Token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} hours</source>
        <translation>
            <numerusform>{count} Stunde</numerusform>
            <numerusform>{count} Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} seconds</source>
        <translation>
            <numerusform>{count} Sekunde</numerusform>
            <numerusform>{count} Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} years</source>
        <translation>
            <numerusform>{count} Jahr</numerusform>
            <numerusform>{count} Jahre</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A key is binom_sk_ and 32 characters; {count} are missing.</source>
        <translation>
            <numerusform>Ein Schlüssel besteht aus binom_sk_ und 32 Zeichen; {count} fehlt.</numerusform>
            <numerusform>Ein Schlüssel besteht aus binom_sk_ und 32 Zeichen; {count} fehlen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Today: {count} requests · {amount}</source>
        <translation>
            <numerusform>Heute: {count} Anfrage · {amount}</numerusform>
            <numerusform>Heute: {count} Anfragen · {amount}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} errors</source>
        <translation>
            <numerusform>{count} Fehler</numerusform>
            <numerusform>{count} Fehler</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Binom Desktop</source>
        <translation>Über Binom Desktop</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
    <message>
        <source>What a Binom.Router account spends, on what, and when its credits run out.</source>
        <translation>Was ein Binom.Router-Konto ausgibt, wofür, und wann das Guthaben aufgebraucht ist.</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
</context>
<context>
    <name>Account</name>
    <message>
        <source>Welcome, {username}</source>
        <translation>Willkommen, {username}</translation>
    </message>
    <message>
        <source>Updated {time}</source>
        <translation>Aktualisiert {time}</translation>
    </message>
    <message>
        <source>Updated {age}</source>
        <translation>Aktualisiert {age}</translation>
    </message>
    <message>
        <source>Figures as of {time} UTC</source>
        <translation>Stand der Zahlen: {time} UTC</translation>
    </message>
</context>
<context>
    <name>AccountMenu</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Add Account…</source>
        <translation>Konto hinzufügen …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Abmelden</translation>
    </message>
</context>
<context>
    <name>AccountRow</name>
    <message>
        <source>Current</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Delete Local Data</source>
        <translation>Lokale Daten löschen</translation>
    </message>
    <message>
        <source>{name}, current account</source>
        <translation>{name}, aktuelles Konto</translation>
    </message>
    <message>
        <source>{name}, account</source>
        <translation>{name}, Konto</translation>
    </message>
    <message>
        <source>Switch to {name}</source>
        <translation>Zu {name} wechseln</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
    <message>
        <source>Sign Out {name}</source>
        <translation>{name} abmelden</translation>
    </message>
    <message>
        <source>Delete Local Data of {name}</source>
        <translation>Lokale Daten von {name} löschen</translation>
    </message>
</context>
<context>
    <name>AddressChip</name>
    <message>
        <source>Remove {address}</source>
        <translation>{address} entfernen</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>203.0.113.7 or 2001:db8::/32</source>
        <translation>203.0.113.7 oder 2001:db8::/32</translation>
    </message>
    <message>
        <source>Add address</source>
        <translation>Adresse hinzufügen</translation>
    </message>
    <message>
        <source>None: the key works from any address.</source>
        <translation>Keine: Der Schlüssel gilt von jeder Adresse.</translation>
    </message>
    <message>
        <source>{address} removed</source>
        <translation>{address} entfernt</translation>
    </message>
</context>
<context>
    <name>AlertLevels</name>
    <message>
        <source>An amount from 0, such as 5 or 0.50.</source>
        <translation>Ein Betrag ab 0, etwa 5 oder 0,50.</translation>
    </message>
    <message>
        <source>An amount above 0, such as 20 or 0.50.</source>
        <translation>Ein Betrag über 0, etwa 20 oder 0,50.</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>&amp;Tage</translation>
    </message>
    <message>
        <source>A whole number of days from 1 to 365.</source>
        <translation>Eine ganze Zahl von Tagen von 1 bis 365.</translation>
    </message>
    <message>
        <source>&amp;Requests</source>
        <translation>&amp;Anfragen</translation>
    </message>
    <message>
        <source>A whole number of requests from 1 to 1,000,000,000.</source>
        <translation>Eine ganze Zahl von Anfragen von 1 bis 1.000.000.000.</translation>
    </message>
    <message>
        <source>&amp;Percent</source>
        <translation>&amp;Prozent</translation>
    </message>
    <message>
        <source>A percentage from 0.01 to 99.99, with at most two decimals.</source>
        <translation>Ein Prozentwert von 0,01 bis 99,99 mit höchstens zwei Dezimalstellen.</translation>
    </message>
    <message>
        <source>&amp;Minutes</source>
        <translation>&amp;Minuten</translation>
    </message>
    <message>
        <source>A whole number of minutes from 1 to 10,080, which is a week.</source>
        <translation>Eine ganze Zahl von Minuten von 1 bis 10.080, das ist eine Woche.</translation>
    </message>
    <message>
        <source>&amp;Amount in $</source>
        <translation>&amp;Betrag in $</translation>
    </message>
    <message>
        <source>A whole number of requests from 1 to 10,000.</source>
        <translation>Eine ganze Zahl von Anfragen von 1 bis 10.000.</translation>
    </message>
    <message>
        <source>&amp;Over the newest requests</source>
        <translation>Über die &amp;neuesten Anfragen</translation>
    </message>
</context>
<context>
    <name>AlertLogCard</name>
    <message>
        <source>The log could not be read: {reason} Refresh tries again.</source>
        <translation>Das Protokoll konnte nicht gelesen werden: {reason} „Aktualisieren“ versucht es erneut.</translation>
    </message>
    <message>
        <source>No alerts have fired yet</source>
        <translation>Noch keine Warnung ausgelöst</translation>
    </message>
</context>
<context>
    <name>AlertLogModel</name>
    <message>
        <source>Time ({zone})</source>
        <translation>Zeit ({zone})</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>AlertRuleDialog</name>
    <message>
        <source>Add Rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Edit Rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save Changes</source>
        <translation>Änderungen speichern</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Day of the week (UTC)</source>
        <translation>Wochentag (UTC)</translation>
    </message>
    <message>
        <source>Days (UTC)</source>
        <translation>Tage (UTC)</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>Welcher</translation>
    </message>
    <message>
        <source>The whole account</source>
        <translation>Das ganze Konto</translation>
    </message>
    <message>
        <source>One API key</source>
        <translation>Ein API-Schlüssel</translation>
    </message>
    <message>
        <source>One model</source>
        <translation>Ein Modell</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>&amp;Over the newest requests</source>
        <translation>Über die &amp;neuesten Anfragen</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Beobachten</translation>
    </message>
    <message>
        <source>&amp;Day of the week (UTC)</source>
        <translation>&amp;Wochentag (UTC)</translation>
    </message>
    <message>
        <source>Da&amp;ys (UTC)</source>
        <translation>Ta&amp;ge (UTC)</translation>
    </message>
    <message>
        <source>O&amp;f</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>W&amp;hich one</source>
        <translation>W&amp;elcher</translation>
    </message>
    <message>
        <source>&amp;Severity</source>
        <translation>&amp;Schweregrad</translation>
    </message>
    <message>
        <source>No API key is known yet.</source>
        <translation>Noch ist kein API-Schlüssel bekannt.</translation>
    </message>
    <message>
        <source>No model is known yet.</source>
        <translation>Noch ist kein Modell bekannt.</translation>
    </message>
    <message>
        <source>There is a rule that watches this already.</source>
        <translation>Eine Regel beobachtet das bereits.</translation>
    </message>
    <message>
        <source>Tells you once: {rule}</source>
        <translation>Meldet Ihnen einmal: {rule}</translation>
    </message>
</context>
<context>
    <name>AlertRulesModel</name>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>AlertRulesTable</name>
    <message>
        <source>Alert Rules</source>
        <translation>Warnregeln</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Credit Balance is {balance}. Requests are refused until credits are added.</source>
        <translation>Das Guthaben beträgt {balance}. Anfragen werden abgelehnt, bis Guthaben aufgeladen wird.</translation>
    </message>
    <message>
        <source>Credit Balance is {balance}, below the level of {level}. Add credits to keep requests running.</source>
        <translation>Das Guthaben beträgt {balance} und liegt unter der Schwelle von {level}. Laden Sie Guthaben auf, damit Anfragen weiterlaufen.</translation>
    </message>
    <message>
        <source>Credit Balance: {balance}</source>
        <translation>Guthaben: {balance}</translation>
    </message>
    <message>
        <source>Credit balance below</source>
        <translation>Guthaben unter</translation>
    </message>
    <message>
        <source>Days left below</source>
        <translation>Verbleibende Tage unter</translation>
    </message>
    <message>
        <source>Credits likely gone before</source>
        <translation>Guthaben voraussichtlich aufgebraucht vor</translation>
    </message>
    <message>
        <source>Spend above</source>
        <translation>Ausgaben über</translation>
    </message>
    <message>
        <source>Requests above</source>
        <translation>Anfragen über</translation>
    </message>
    <message>
        <source>Error rate above</source>
        <translation>Fehlerquote über</translation>
    </message>
    <message>
        <source>Not live for</source>
        <translation>Nicht live seit</translation>
    </message>
    <message>
        <source>An unusual hour</source>
        <translation>Eine ungewöhnliche Stunde</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>{time} UTC</source>
        <translation>{time} UTC</translation>
    </message>
    <message>
        <source>likely {value}</source>
        <translation>wahrscheinlich {value}</translation>
    </message>
    <message>
        <source>now {value}</source>
        <translation>jetzt {value}</translation>
    </message>
    <message>
        <source>Looked for each time an hour is over; there is no value to follow.</source>
        <translation>Wird nach jeder vollen Stunde geprüft; es gibt keinen Wert, dem man folgen könnte.</translation>
    </message>
    <message>
        <source>The rule is off: nothing is looked at.</source>
        <translation>Die Regel ist aus: Nichts wird geprüft.</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>Stumm bis {time}</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>Says nothing until {time} UTC.</source>
        <translation>Meldet bis {time} UTC nichts.</translation>
    </message>
    <message>
        <source>Its value is not known: it neither fires nor arms.</source>
        <translation>Der Wert ist nicht bekannt: Die Regel löst weder aus, noch wird sie bereit.</translation>
    </message>
    <message>
        <source>It will tell you once when it happens.</source>
        <translation>Meldet Ihnen einmal, wenn es eintritt.</translation>
    </message>
    <message>
        <source>It has told you. It is armed again once its value is well past the level.</source>
        <translation>Hat es Ihnen gemeldet. Die Regel ist wieder bereit, sobald der Wert deutlich jenseits der Schwelle liegt.</translation>
    </message>
    <message>
        <source>No credits left</source>
        <translation>Kein Guthaben mehr</translation>
    </message>
    <message>
        <source>No credits are left</source>
        <translation>Es ist kein Guthaben mehr da</translation>
    </message>
    <message>
        <source>Credit balance below {level}</source>
        <translation>Guthaben unter {level}</translation>
    </message>
    <message>
        <source>Credit balance fell below {level}</source>
        <translation>Guthaben unter {level} gefallen</translation>
    </message>
    <message>
        <source>Days left below {level}</source>
        <translation>Verbleibende Zeit unter {level}</translation>
    </message>
    <message>
        <source>Days left fell below {level}</source>
        <translation>Verbleibende Zeit unter {level} gefallen</translation>
    </message>
    <message>
        <source>Credits likely gone before {level}</source>
        <translation>Guthaben voraussichtlich aufgebraucht vor {level}</translation>
    </message>
    <message>
        <source>Error rate above {level} over {count} requests{scope}</source>
        <translation>Fehlerquote über {level} bei {count} Anfragen{scope}</translation>
    </message>
    <message>
        <source>Error rate rose above {level} over {count} requests{scope}</source>
        <translation>Fehlerquote über {level} gestiegen bei {count} Anfragen{scope}</translation>
    </message>
    <message>
        <source>Not live for {level}</source>
        <translation>Nicht live seit {level}</translation>
    </message>
    <message>
        <source>An unusual hour{scope}</source>
        <translation>Eine ungewöhnliche Stunde{scope}</translation>
    </message>
    <message>
        <source>Spend today above {level}{scope}</source>
        <translation>Ausgaben heute über {level}{scope}</translation>
    </message>
    <message>
        <source>Spend today rose above {level}{scope}</source>
        <translation>Ausgaben heute über {level} gestiegen{scope}</translation>
    </message>
    <message>
        <source>Spend this month above {level}{scope}</source>
        <translation>Ausgaben in diesem Monat über {level}{scope}</translation>
    </message>
    <message>
        <source>Spend this month rose above {level}{scope}</source>
        <translation>Ausgaben in diesem Monat über {level} gestiegen{scope}</translation>
    </message>
    <message>
        <source>Requests today above {level}{scope}</source>
        <translation>Anfragen heute über {level}{scope}</translation>
    </message>
    <message>
        <source>Requests today rose above {level}{scope}</source>
        <translation>Anfragen heute über {level} gestiegen{scope}</translation>
    </message>
    <message>
        <source>Requests this month above {level}{scope}</source>
        <translation>Anfragen in diesem Monat über {level}{scope}</translation>
    </message>
    <message>
        <source>Requests this month rose above {level}{scope}</source>
        <translation>Anfragen in diesem Monat über {level} gestiegen{scope}</translation>
    </message>
    <message>
        <source>The balance is not known yet.</source>
        <translation>Das Guthaben ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>There is too little data to tell when the credits run out.</source>
        <translation>Die Daten reichen nicht, um zu sagen, wann das Guthaben aufgebraucht ist.</translation>
    </message>
    <message>
        <source>The credits are not likely to run out within a year.</source>
        <translation>Das Guthaben ist voraussichtlich nicht innerhalb eines Jahres aufgebraucht.</translation>
    </message>
    <message>
        <source>Not known yet: it needs the newest {count} requests.</source>
        <translation>Noch nicht bekannt: Dafür werden die neuesten {count} Anfragen gebraucht.</translation>
    </message>
    <message>
        <source>It is not known yet whether events arrive.</source>
        <translation>Ob Ereignisse eintreffen, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>The sum of these days is not known yet.</source>
        <translation>Die Summe dieser Tage ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source> on key {name}</source>
        <translation> für Schlüssel {name}</translation>
    </message>
    <message>
        <source> on model {name}</source>
        <translation> für Modell {name}</translation>
    </message>
    <message>
        <source>Low credit</source>
        <translation>Wenig Guthaben</translation>
    </message>
    <message>
        <source>Credits are running out</source>
        <translation>Das Guthaben geht zur Neige</translation>
    </message>
    <message>
        <source>High spend</source>
        <translation>Hohe Ausgaben</translation>
    </message>
    <message>
        <source>Many requests</source>
        <translation>Viele Anfragen</translation>
    </message>
    <message>
        <source>Requests are failing</source>
        <translation>Anfragen schlagen fehl</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>Nicht live</translation>
    </message>
    <message>
        <source>{sentence}.</source>
        <translation>{sentence}.</translation>
    </message>
    <message>
        <source>{amount} spent</source>
        <translation>{amount} ausgegeben</translation>
    </message>
    <message>
        <source>{share} failed</source>
        <translation>{share} fehlgeschlagen</translation>
    </message>
    <message>
        <source>mostly {status}</source>
        <translation>meist {status}</translation>
    </message>
    <message>
        <source>mostly on key {name}</source>
        <translation>meist mit Schlüssel {name}</translation>
    </message>
</context>
<context>
    <name>AlertsDesk</name>
    <message>
        <source>Alerts</source>
        <translation>Warnungen</translation>
    </message>
</context>
<context>
    <name>AlertsModel</name>
    <message>
        <source>Nothing unread</source>
        <translation>Nichts ungelesen</translation>
    </message>
    <message>
        <source>newer ones could not be read</source>
        <translation>neuere konnten nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>“{rule}” is deleted for good. What it has told stays in the log.</source>
        <translation>„{rule}“ wird endgültig gelöscht. Was die Regel gemeldet hat, bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>Delete Rule</source>
        <translation>Regel löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Standard wiederherstellen</translation>
    </message>
    <message>
        <source>All rules are replaced by those that exist from the start: credit balance below $10.00, $5.00 and $1.00, and no credits left. The log stays.</source>
        <translation>Alle Regeln werden durch die ersetzt, die es von Anfang an gibt: Guthaben unter 10,00 $, 5,00 $ und 1,00 $ und kein Guthaben mehr. Das Protokoll bleibt.</translation>
    </message>
    <message>
        <source>Open Link</source>
        <translation>Link öffnen</translation>
    </message>
    <message>
        <source>This opens a page of {host} in your browser:</source>
        <translation>Dies öffnet eine Seite von {host} in Ihrem Browser:</translation>
    </message>
    <message>
        <source>Open in Browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Turn Off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Turn On</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Snooze 1 Hour</source>
        <translation>1 Stunde stumm</translation>
    </message>
    <message>
        <source>Snooze 1 Day</source>
        <translation>1 Tag stumm</translation>
    </message>
    <message>
        <source>End Snooze</source>
        <translation>Nicht mehr stumm</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
</context>
<context>
    <name>ApiKeyDelegate</name>
    <message>
        <source>Being replaced</source>
        <translation>Wird ersetzt</translation>
    </message>
    <message>
        <source>Replaced, can be disabled</source>
        <translation>Ersetzt, kann deaktiviert werden</translation>
    </message>
    <message>
        <source>Replaced, can be deleted</source>
        <translation>Ersetzt, kann gelöscht werden</translation>
    </message>
</context>
<context>
    <name>ApiKeyTable</name>
    <message>
        <source>API Keys</source>
        <translation>API-Schlüssel</translation>
    </message>
</context>
<context>
    <name>ApiKeys</name>
    <message>
        <source>Enabled</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>{count} RPM</source>
        <translation>{count} RPM</translation>
    </message>
    <message>
        <source>Any address</source>
        <translation>Jede Adresse</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>{keys}, disabled</source>
        <translation>{keys}, deaktiviert</translation>
    </message>
    <message>
        <source>{keys}, all disabled</source>
        <translation>{keys}, alle deaktiviert</translation>
    </message>
    <message>
        <source>Never used since it was made. If nothing is to use it any more, delete it.</source>
        <translation>Seit der Erstellung nie verwendet. Soll ihn nichts mehr verwenden, löschen Sie ihn.</translation>
    </message>
    <message>
        <source>Never used</source>
        <translation>Nie verwendet</translation>
    </message>
    <message>
        <source>Unused for {days} days. Disable it, and delete it once nothing misses it.</source>
        <translation>Seit {days} Tagen nicht verwendet. Deaktivieren Sie ihn, und löschen Sie ihn, sobald ihn nichts vermisst.</translation>
    </message>
    <message>
        <source>Unused</source>
        <translation>Unbenutzt</translation>
    </message>
    <message>
        <source>No rate limit: whoever gets hold of it can spend your credits at full speed. Set one.</source>
        <translation>Kein Rate Limit: Wer ihn in die Hände bekommt, kann Ihr Guthaben ungebremst ausgeben. Legen Sie eines fest.</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Unbegrenzt</translation>
    </message>
    <message>
        <source>Works from any address. Restrict it to those of your servers.</source>
        <translation>Gilt von jeder Adresse. Beschränken Sie ihn auf die Ihrer Server.</translation>
    </message>
    <message>
        <source>Unrestricted</source>
        <translation>Ohne Beschränkung</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>Keine Grenzen</translation>
    </message>
    <message>
        <source>another key</source>
        <translation>einen anderen Schlüssel</translation>
    </message>
    <message>
        <source>Replaced by {name}, and disabled. Delete it once nothing misses it.</source>
        <translation>Ersetzt durch {name} und deaktiviert. Löschen Sie ihn, sobald ihn nichts vermisst.</translation>
    </message>
    <message>
        <source>Replaced by {name}. No request came with the old key for an hour: it can be disabled.</source>
        <translation>Ersetzt durch {name}. Mit dem alten Schlüssel kam seit einer Stunde keine Anfrage: Er kann deaktiviert werden.</translation>
    </message>
    <message>
        <source>Being replaced by {name}. The old key is still in use: its last request was {age}.</source>
        <translation>Wird ersetzt durch {name}. Der alte Schlüssel ist noch in Gebrauch: letzte Anfrage {age}.</translation>
    </message>
    <message>
        <source>Being replaced by {name}. Put the new key where the old one is used; this watches the old one.</source>
        <translation>Wird ersetzt durch {name}. Setzen Sie den neuen Schlüssel überall ein, wo der alte verwendet wird; der alte wird hier beobachtet.</translation>
    </message>
    <message>
        <source>Say what the key is for.</source>
        <translation>Geben Sie an, wofür der Schlüssel ist.</translation>
    </message>
    <message>
        <source>At most {count} characters; these are {length}.</source>
        <translation>Höchstens {count} Zeichen; dies sind {length}.</translation>
    </message>
    <message>
        <source>Type how many requests a minute, from 1 to 100,000.</source>
        <translation>Geben Sie ein, wie viele Anfragen pro Minute: 1 bis 100.000.</translation>
    </message>
    <message>
        <source>A whole number from 1 to 100,000.</source>
        <translation>Eine ganze Zahl von 1 bis 100.000.</translation>
    </message>
    <message>
        <source>An address with a zone means this network only; leave out what follows the %.</source>
        <translation>Eine Adresse mit Zone meint nur dieses Netz; lassen Sie weg, was auf das % folgt.</translation>
    </message>
    <message>
        <source>After the slash comes a number from 0 to {most}.</source>
        <translation>Nach dem Schrägstrich steht eine Zahl von 0 bis {most}.</translation>
    </message>
    <message>
        <source>{address} is in the list already.</source>
        <translation>{address} steht bereits in der Liste.</translation>
    </message>
    <message>
        <source>At most {count} addresses.</source>
        <translation>Höchstens {count} Adressen.</translation>
    </message>
    <message>
        <source>{address} is every address: the same as no restriction.</source>
        <translation>{address} meint jede Adresse: dasselbe wie keine Beschränkung.</translation>
    </message>
    <message>
        <source>Will be kept as {address}.</source>
        <translation>Wird gespeichert als {address}.</translation>
    </message>
    <message>
        <source>The description is now “{now}”.</source>
        <translation>Die Beschreibung lautet jetzt „{now}“.</translation>
    </message>
    <message>
        <source>It was enabled.</source>
        <translation>Er wurde aktiviert.</translation>
    </message>
    <message>
        <source>It was disabled.</source>
        <translation>Er wurde deaktiviert.</translation>
    </message>
    <message>
        <source>The rate limit is now {now}; it was {before}.</source>
        <translation>Das Rate Limit ist jetzt {now}, vorher {before}.</translation>
    </message>
    <message>
        <source>The addresses are now: {now}.</source>
        <translation>Die Adressen sind jetzt: {now}.</translation>
    </message>
    <message>
        <source>Numbers of an address have no zeros in front.</source>
        <translation>Zahlen einer Adresse haben keine führenden Nullen.</translation>
    </message>
    <message>
        <source>Each number of an IPv4 address is from 0 to 255.</source>
        <translation>Jede Zahl einer IPv4-Adresse liegt zwischen 0 und 255.</translation>
    </message>
    <message>
        <source>An IPv4 address has four numbers, such as 203.0.113.7.</source>
        <translation>Eine IPv4-Adresse hat vier Zahlen, etwa 203.0.113.7.</translation>
    </message>
    <message>
        <source>“{text}” is a name. Type its address, such as 203.0.113.7.</source>
        <translation>„{text}“ ist ein Name. Geben Sie die Adresse ein, etwa 203.0.113.7.</translation>
    </message>
    <message>
        <source>“{text}” is no IP address or CIDR block, such as 203.0.113.0/24.</source>
        <translation>„{text}“ ist keine IP-Adresse und kein CIDR-Block wie 203.0.113.0/24.</translation>
    </message>
</context>
<context>
    <name>ApiKeysModel</name>
    <message>
        <source>{requests} requests · {cost}</source>
        <translation>{requests} Anfragen · {cost}</translation>
    </message>
    <message>
        <source>{keys}, and {requests} requests · {cost} with keys that are deleted</source>
        <translation>{keys}, dazu {requests} Anfragen · {cost} mit gelöschten Schlüsseln</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Rate Limit</source>
        <translation>Rate Limit</translation>
    </message>
    <message>
        <source>IP Restrictions</source>
        <translation>IP-Beschränkung</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Last Used</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>ApiKeysPage</name>
    <message>
        <source>Create New API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Search API Keys</source>
        <translation>API-Schlüssel suchen</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>Schlüssel suchen</translation>
    </message>
    <message>
        <source>Clear Search</source>
        <translation>Suche löschen</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Dokumentation ansehen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading API Keys</source>
        <translation>API-Schlüssel werden geladen</translation>
    </message>
    <message>
        <source>The keys could not be read</source>
        <translation>Die Schlüssel konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>No API keys yet</source>
        <translation>Noch keine API-Schlüssel</translation>
    </message>
    <message>
        <source>A key lets your programs send requests.</source>
        <translation>Mit einem Schlüssel senden Ihre Programme Anfragen.</translation>
    </message>
    <message>
        <source>No key matches</source>
        <translation>Kein Schlüssel gefunden</translation>
    </message>
    <message>
        <source>Nothing has this in its description, key or addresses.</source>
        <translation>Nichts davon steht in Beschreibung, Schlüssel oder Adressen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>View Requests</source>
        <translation>Anfragen ansehen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Rotieren …</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Sort By</source>
        <translation>Sortieren nach</translation>
    </message>
</context>
<context>
    <name>Balance</name>
    <message>
        <source>used up: requests are refused</source>
        <translation>aufgebraucht: Anfragen werden abgelehnt</translation>
    </message>
    <message>
        <source>almost used up: below {amount}</source>
        <translation>fast aufgebraucht: unter {amount}</translation>
    </message>
    <message>
        <source>running low: below {amount}</source>
        <translation>wird knapp: unter {amount}</translation>
    </message>
</context>
<context>
    <name>Billing</name>
    <message>
        <source>Top-up</source>
        <translation>Aufladung</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Bonus</source>
        <translation>Bonus</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstattung</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>{time_left} at this rate</source>
        <translation>{time_left} bei diesem Verbrauch</translation>
    </message>
    <message>
        <source>more than a year left</source>
        <translation>reicht mehr als ein Jahr</translation>
    </message>
    <message>
        <source>less than an hour left</source>
        <translation>reicht weniger als eine Stunde</translation>
    </message>
    <message>
        <source>used up: requests are refused until credits are added</source>
        <translation>aufgebraucht: Anfragen werden abgelehnt, bis Guthaben aufgeladen wird</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Nothing is left of the credits.</source>
        <translation>Vom Guthaben ist nichts übrig.</translation>
    </message>
    <message>
        <source>the credits last more than a year at this rate</source>
        <translation>das Guthaben reicht bei diesem Verbrauch mehr als ein Jahr</translation>
    </message>
    <message>
        <source>&gt; 1 year</source>
        <translation>&gt; 1 Jahr</translation>
    </message>
    <message>
        <source>nothing was spent lately, so the credits last</source>
        <translation>zuletzt wurde nichts ausgegeben, das Guthaben bleibt</translation>
    </message>
    <message>
        <source>A forecast comes back with the next spend.</source>
        <translation>Mit der nächsten Ausgabe gibt es wieder eine Prognose.</translation>
    </message>
    <message>
        <source>No spend</source>
        <translation>Keine Ausgaben</translation>
    </message>
    <message>
        <source>too little data: </source>
        <translation>zu wenig Daten: </translation>
    </message>
    <message>
        <source>spend on {active} of {wanted} days so far</source>
        <translation>bisher Ausgaben an {active} von {wanted} Tagen</translation>
    </message>
    <message>
        <source>a full week since the first spend is needed</source>
        <translation>seit der ersten Ausgabe muss eine volle Woche vergehen</translation>
    </message>
    <message>
        <source>A forecast needs spend on at least {wanted} of the past 56 days and one whole week; so far there was spend on {active}.</source>
        <translation>Eine Prognose braucht Ausgaben an mindestens {wanted} der letzten 56 Tage und eine ganze Woche; bisher gab es sie an {active}.</translation>
    </message>
    <message>
        <source>likely {likely}, not before {early}, maybe not within a year</source>
        <translation>wahrscheinlich {likely}, nicht vor {early}, vielleicht nicht innerhalb eines Jahres</translation>
    </message>
    <message>
        <source>likely about {likely} UTC, between {early} and {late}</source>
        <translation>wahrscheinlich gegen {likely} UTC, zwischen {early} und {late}</translation>
    </message>
    <message>
        <source>likely {likely}, between {early} and {late}</source>
        <translation>wahrscheinlich {likely}, zwischen {early} und {late}</translation>
    </message>
    <message>
        <source>Most likely {likely} UTC; with a chance of 80 % after {early} UTC, maybe not within a year</source>
        <translation>Am wahrscheinlichsten {likely} UTC; mit einer Chance von 80 % nach {early} UTC, vielleicht nicht innerhalb eines Jahres</translation>
    </message>
    <message>
        <source>Most likely {likely} UTC; with a chance of 80 % from {early} to {late} UTC</source>
        <translation>Am wahrscheinlichsten {likely} UTC; mit einer Chance von 80 % von {early} bis {late} UTC</translation>
    </message>
    <message>
        <source>The coming days are expected to cost {amount} each.</source>
        <translation>Die kommenden Tage kosten voraussichtlich je {amount}.</translation>
    </message>
    <message>
        <source>What {model} costs is not known.</source>
        <translation>Was {model} kostet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No tokens were used in these days.</source>
        <translation>An diesen Tagen wurden keine Token verbraucht.</translation>
    </message>
    <message>
        <source>The same tokens on {model} would have cost {amount}.</source>
        <translation>Dieselben Token hätten mit {model} {amount} gekostet.</translation>
    </message>
    <message>
        <source>The same tokens on {model} would have cost {amount}, {compared}.</source>
        <translation>Dieselben Token hätten mit {model} {amount} gekostet, {compared}.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>genauso viel</translation>
    </message>
    <message>
        <source>{share} less</source>
        <translation>{share} weniger</translation>
    </message>
    <message>
        <source>{share} more</source>
        <translation>{share} mehr</translation>
    </message>
    <message>
        <source>{days} (UTC): {input} input and {output} output tokens of {models}</source>
        <translation>{days} (UTC): {input} Eingabe- und {output} Ausgabe-Token von {models}</translation>
    </message>
    <message>
        <source>{days} (UTC), today so far included: {input} input and {output} output tokens of {models}</source>
        <translation>{days} (UTC), heute bis jetzt eingeschlossen: {input} Eingabe- und {output} Ausgabe-Token von {models}</translation>
    </message>
    <message>
        <source>They cost exactly {amount}.</source>
        <translation>Sie kosten genau {amount}.</translation>
    </message>
    <message>
        <source>At {prices}: {about}{amount}.</source>
        <translation>Bei {prices}: {about}{amount}.</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>kein Preis bekannt</translation>
    </message>
    <message>
        <source>{input} input, {output} output a million tokens</source>
        <translation>{input} Eingabe, {output} Ausgabe je Million Token</translation>
    </message>
    <message>
        <source>A rough guide: models cut the same text into different numbers of tokens.</source>
        <translation>Ein grober Anhalt: Modelle zerlegen denselben Text in unterschiedlich viele Token.</translation>
    </message>
    <message>
        <source>The ledger&apos;s usage is {amount} more than its requests cost.</source>
        <translation>Die Nutzung im Kontobuch liegt {amount} über den Kosten der Anfragen.</translation>
    </message>
    <message>
        <source>The ledger&apos;s usage is {amount} less than its requests cost.</source>
        <translation>Die Nutzung im Kontobuch liegt {amount} unter den Kosten der Anfragen.</translation>
    </message>
    <message>
        <source>Usage transactions took {usage}, and all requests in the log cost {requests}. Charges without a request, discounts or corrections can make the two differ.</source>
        <translation>Nutzungsbuchungen haben {usage} abgezogen, und alle Anfragen im Protokoll kosten {requests}. Belastungen ohne Anfrage, Rabatte oder Korrekturen können den Unterschied erklären.</translation>
    </message>
    <message>
        <source>The balance is {amount} more than the transactions add up to.</source>
        <translation>Das Guthaben liegt {amount} über der Summe der Buchungen.</translation>
    </message>
    <message>
        <source>The balance is {amount} less than the transactions add up to.</source>
        <translation>Das Guthaben liegt {amount} unter der Summe der Buchungen.</translation>
    </message>
    <message>
        <source>The first balance and all movements since add up to {moved}, and the account has {balance}. A movement may be missing from the server&apos;s list.</source>
        <translation>Der erste Stand und alle Bewegungen seither ergeben {moved}, das Konto hat {balance}. Möglicherweise fehlt eine Bewegung in der Liste des Servers.</translation>
    </message>
</context>
<context>
    <name>BillingCardsModel</name>
    <message>
        <source>Credit Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Credits Run Out</source>
        <translation>Guthaben reicht bis</translation>
    </message>
    <message>
        <source>Spend Today</source>
        <translation>Ausgaben heute</translation>
    </message>
    <message>
        <source>so far, since 00:00 UTC</source>
        <translation>bisher, seit 00:00 UTC</translation>
    </message>
    <message>
        <source>Spend This Month</source>
        <translation>Ausgaben im Monat</translation>
    </message>
    <message>
        <source>so far, since {day} UTC</source>
        <translation>bisher, seit {day} UTC</translation>
    </message>
    <message>
        <source>Projected This Month</source>
        <translation>Monatsprognose</translation>
    </message>
    <message>
        <source>too little data: {missing}</source>
        <translation>zu wenig Daten: {missing}</translation>
    </message>
    <message>
        <source>estimate: {sum}</source>
        <translation>Schätzung: {sum}</translation>
    </message>
    <message>
        <source>nothing more until credits are added</source>
        <translation>nichts mehr, bis Guthaben aufgeladen wird</translation>
    </message>
    <message>
        <source>{spent} spent + {expected} expected</source>
        <translation>{spent} ausgegeben + {expected} erwartet</translation>
    </message>
    <message>
        <source>An estimate of the whole month, to {end} UTC</source>
        <translation>Eine Schätzung des ganzen Monats, bis {end} UTC</translation>
    </message>
    <message>
        <source>Spent so far: exactly {amount}</source>
        <translation>Bisher ausgegeben: genau {amount}</translation>
    </message>
    <message>
        <source>Expected for the rest: {amount}, at {rate} a day</source>
        <translation>Für den Rest erwartet: {amount}, bei {rate} pro Tag</translation>
    </message>
    <message>
        <source>The balance does not reach that far: credits are taken to be added in time.</source>
        <translation>So weit reicht das Guthaben nicht: Es wird angenommen, dass rechtzeitig aufgeladen wird.</translation>
    </message>
    <message>
        <source>Waiting for the first answer.</source>
        <translation>Wartet auf die erste Antwort.</translation>
    </message>
    <message>
        <source>Not read. Refresh tries again.</source>
        <translation>Nicht gelesen. „Aktualisieren“ versucht es erneut.</translation>
    </message>
    <message>
        <source>The newest figures are older: of this time nothing is known yet.</source>
        <translation>Die neuesten Zahlen sind älter: Über diese Zeit ist noch nichts bekannt.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Exactly {amount}</source>
        <translation>Genau {amount}</translation>
    </message>
    <message>
        <source>As of {time} UTC, {age}</source>
        <translation>Stand {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>BillingDesk</name>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
</context>
<context>
    <name>BillingModel</name>
    <message>
        <source>Balance</source>
        <translation>Saldo</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Buchungen</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Aus den Summen des Servers</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Aus dem hier gespeicherten Verlauf</translation>
    </message>
    <message>
        <source>The server&apos;s list</source>
        <translation>Die Liste des Servers</translation>
    </message>
    <message>
        <source>loading: {count} so far</source>
        <translation>wird geladen: bisher {count}</translation>
    </message>
    <message>
        <source>{count}, live</source>
        <translation>{count}, live</translation>
    </message>
    <message>
        <source>{name} as of {time} UTC, {age}</source>
        <translation>{name}: Stand {time} UTC, {age}</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC, {age}</source>
        <translation>{source}, Stand {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>BillingPage</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Dokumentation ansehen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No spend yet</source>
        <translation>Noch keine Ausgaben</translation>
    </message>
    <message>
        <source>Send a request, and see here what it cost.</source>
        <translation>Senden Sie eine Anfrage und sehen Sie hier, was sie gekostet hat.</translation>
    </message>
    <message>
        <source>The spend could not be read</source>
        <translation>Die Ausgaben konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Export Transactions</source>
        <translation>Buchungen exportieren</translation>
    </message>
</context>
<context>
    <name>ChoicePopup</name>
    <message>
        <source>Search {name}</source>
        <translation>{name} suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear {name}</source>
        <translation>{name} leeren</translation>
    </message>
    <message numerus="yes">
        <source>{count} chosen</source>
        <translation>
            <numerusform>{count} gewählt</numerusform>
            <numerusform>{count} gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>No models in the log yet</source>
        <translation>Noch keine Modelle im Protokoll</translation>
    </message>
    <message>
        <source>No endpoints in the log yet</source>
        <translation>Noch keine Endpunkte im Protokoll</translation>
    </message>
    <message>
        <source>No API keys in the log yet</source>
        <translation>Noch keine API-Schlüssel im Protokoll</translation>
    </message>
</context>
<context>
    <name>ColumnsMenu</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Reset Columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Sort by This</source>
        <translation>Hiernach sortieren</translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation>Nach links</translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation>Nach rechts</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>Breiter</translation>
    </message>
    <message>
        <source>Narrower</source>
        <translation>Schmaler</translation>
    </message>
</context>
<context>
    <name>CommandListView</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command Palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Befehle suchen</translation>
    </message>
    <message>
        <source>Go to a page, key or model, or do something</source>
        <translation>Zu Seite, Schlüssel oder Modell gehen, oder etwas tun</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>Keine Treffer</translation>
    </message>
    <message>
        <source>↑ ↓ to move · Enter to choose · Esc to close</source>
        <translation>↑ ↓ bewegen · Enter wählen · Esc schließen</translation>
    </message>
    <message numerus="yes">
        <source>{count} results</source>
        <translation>
            <numerusform>{count} Ergebnis</numerusform>
            <numerusform>{count} Ergebnisse</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
</context>
<context>
    <name>CommandsDesk</name>
    <message>
        <source>Command Palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Add Account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Save Diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>About Binom Desktop</source>
        <translation>Über Binom Desktop</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>All requests</source>
        <translation>Alle Anfragen</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>Fehlgeschlagene Anfragen</translation>
    </message>
    <message>
        <source>Rate-limited requests (429)</source>
        <translation>Anfragen über dem Rate Limit (429)</translation>
    </message>
    <message>
        <source>Server errors (5xx)</source>
        <translation>Serverfehler (5xx)</translation>
    </message>
    <message>
        <source>Today&apos;s requests</source>
        <translation>Heutige Anfragen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Tables and charts</source>
        <translation>Tabellen und Diagramme</translation>
    </message>
    <message>
        <source>Search or filter</source>
        <translation>Suchen oder filtern</translation>
    </message>
    <message>
        <source>Copy the chosen rows</source>
        <translation>Gewählte Zeilen kopieren</translation>
    </message>
    <message>
        <source>Open the chosen row</source>
        <translation>Gewählte Zeile öffnen</translation>
    </message>
    <message>
        <source>Walk along a chart</source>
        <translation>Ein Diagramm entlanggehen</translation>
    </message>
    <message>
        <source>Close a pane, a menu or a mark</source>
        <translation>Bereich, Menü oder Markierung schließen</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Rejoining</source>
        <translation>Verbindet erneut</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Polling</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Connection: {state}</source>
        <translation>Verbindung: {state}</translation>
    </message>
    <message>
        <source>You are signed out. Everything here is kept.</source>
        <translation>Sie sind abgemeldet. Alles hier bleibt erhalten.</translation>
    </message>
    <message>
        <source>Sign In</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Rejoining the server…</source>
        <translation>Verbindung zum Server wird wiederhergestellt …</translation>
    </message>
    <message>
        <source>Rejoin failed. Trying again in {seconds} s.</source>
        <translation>Wiederverbinden fehlgeschlagen. Neuer Versuch in {seconds} s.</translation>
    </message>
    <message>
        <source>Retry Now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Failed to resume the session.</source>
        <translation>Die Sitzung konnte nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The session has been paused by the server.</source>
        <translation>Der Server hat die Sitzung angehalten.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>No network.</source>
        <translation>Kein Netz.</translation>
    </message>
    <message>
        <source>the server gave no reason</source>
        <translation>der Server nannte keinen Grund</translation>
    </message>
    <message>
        <source>Failed to rejoin: {reason}.</source>
        <translation>Wiederverbinden fehlgeschlagen: {reason}.</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Re&amp;port</source>
        <translation>&amp;Bericht</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
</context>
<context>
    <name>CrashReports</name>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>Etwas Unerwartetes ist schiefgegangen</translation>
    </message>
    <message>
        <source>Your data is kept and you can go on. The report has no keys in it; pass it on if this happens again.</source>
        <translation>Ihre Daten sind erhalten, und Sie können weitermachen. Der Bericht enthält keine Schlüssel; geben Sie ihn weiter, falls das wieder geschieht.</translation>
    </message>
    <message>
        <source>The last run ended unexpectedly</source>
        <translation>Der letzte Lauf endete unerwartet</translation>
    </message>
    <message>
        <source>Your data was kept. The report has no keys in it; pass it on if this happens again.</source>
        <translation>Ihre Daten sind erhalten. Der Bericht enthält keine Schlüssel; geben Sie ihn weiter, falls das wieder geschieht.</translation>
    </message>
</context>
<context>
    <name>CriteriaText</name>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Past 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Past 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Past 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Eigener …</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>Bis {day}</translation>
    </message>
    <message>
        <source>From {day}</source>
        <translation>Ab {day}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Successful</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>4xx</source>
        <translation>4xx</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>{first} and {number} more</source>
        <translation>{first} und {number} weitere</translation>
    </message>
</context>
<context>
    <name>DailySeriesModel</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>{days} days, {count} requests</source>
        <translation>{days} Tage, Anfragen: {count}</translation>
    </message>
    <message>
        <source>{span}, peak {peak} on {day}, {today} today so far</source>
        <translation>{span}, Höchstwert {peak} am {day}, {today} heute bis jetzt</translation>
    </message>
    <message>
        <source>{day}, today so far</source>
        <translation>{day}, heute bis jetzt</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>{day} (today so far)</source>
        <translation>{day} (heute bis jetzt)</translation>
    </message>
</context>
<context>
    <name>DailySpendCard</name>
    <message>
        <source>Daily Spend</source>
        <translation>Tägliche Ausgaben</translation>
    </message>
    <message>
        <source>Show Daily Spend as</source>
        <translation>Tägliche Ausgaben anzeigen als</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Loading Daily Spend</source>
        <translation>Tägliche Ausgaben werden geladen</translation>
    </message>
    <message>
        <source>past 30 days, UTC</source>
        <translation>letzte 30 Tage, UTC</translation>
    </message>
    <message>
        <source>{days} · ▲ top-up</source>
        <translation>{days} · ▲ Aufladung</translation>
    </message>
</context>
<context>
    <name>DailySpendModel</name>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>{days} days, {amount} spent</source>
        <translation>{days} Tage, {amount} ausgegeben</translation>
    </message>
    <message>
        <source>peak {peak} on {day}</source>
        <translation>Höchstwert {peak} am {day}</translation>
    </message>
    <message>
        <source>{today} today so far</source>
        <translation>{today} heute bis jetzt</translation>
    </message>
    <message numerus="yes">
        <source>topped up on {count} days by {amount}</source>
        <translation>
            <numerusform>an {count} Tag um {amount} aufgeladen</numerusform>
            <numerusform>an {count} Tagen um {amount} aufgeladen</numerusform>
        </translation>
    </message>
    <message>
        <source>{day}, today so far</source>
        <translation>{day}, heute bis jetzt</translation>
    </message>
    <message>
        <source>{amount} spent</source>
        <translation>{amount} ausgegeben</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>{amount} top-up</source>
        <translation>{amount} Aufladung</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Top-ups</source>
        <translation>Aufladungen</translation>
    </message>
    <message>
        <source>{day}, so far</source>
        <translation>{day}, bis jetzt</translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation>Noch nicht bekannt.</translation>
    </message>
    <message>
        <source>The transactions are not known.</source>
        <translation>Die Buchungen sind nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>DailyVolumeCard</name>
    <message>
        <source>Daily Request Volume</source>
        <translation>Anfragen pro Tag</translation>
    </message>
    <message>
        <source>Show Daily Request Volume as</source>
        <translation>Anfragen pro Tag anzeigen als</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Loading Daily Request Volume</source>
        <translation>Anfragen pro Tag werden geladen</translation>
    </message>
</context>
<context>
    <name>DateFormat</name>
    <message>
        <source>MMM d, yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>MMM dd</source>
        <translation>dd. MMM</translation>
    </message>
    <message>
        <source>yyyy-MM-dd, ddd</source>
        <translation>yyyy-MM-dd, ddd</translation>
    </message>
    <message>
        <source>MMM dd, yyyy</source>
        <translation>dd. MMM yyyy</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
</context>
<context>
    <name>DateRangeDialog</name>
    <message>
        <source>Custom date range</source>
        <translation>Eigener Zeitraum</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>First day ({zone})</source>
        <translation>Erster Tag ({zone})</translation>
    </message>
    <message>
        <source>Last day ({zone})</source>
        <translation>Letzter Tag ({zone})</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Whole {zone} days, both included. Untick a side to leave it open.</source>
        <translation>Ganze Tage in {zone}, beide eingeschlossen. Ohne Häkchen bleibt eine Seite offen.</translation>
    </message>
    <message>
        <source>Tick at least one side.</source>
        <translation>Setzen Sie mindestens ein Häkchen.</translation>
    </message>
    <message>
        <source>The first day is after the last day.</source>
        <translation>Der erste Tag liegt nach dem letzten.</translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message>
        <source>Previous month</source>
        <translation>Vorheriger Monat</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
</context>
<context>
    <name>DeleteKeyDialog</name>
    <message>
        <source>Delete API Key</source>
        <translation>API-Schlüssel löschen</translation>
    </message>
    <message>
        <source>“{name}” ({hint}) stops working at once and for good. Its past requests stay in the log. Last used: {age}.</source>
        <translation>„{name}“ ({hint}) funktioniert ab sofort und endgültig nicht mehr. Bisherige Anfragen bleiben im Protokoll. Zuletzt verwendet: {age}.</translation>
    </message>
    <message>
        <source>&amp;Type the description to confirm</source>
        <translation>&amp;Beschreibung zur Bestätigung eingeben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht …</translation>
    </message>
</context>
<context>
    <name>Desks</name>
    <message>
        <source>This desktop has no tray, so closing the window quits Binom Desktop.</source>
        <translation>Diese Oberfläche hat keinen Infobereich; das Schließen des Fensters beendet Binom Desktop.</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>{reason} The file is kept as {file}, and the usual settings hold.</source>
        <translation>{reason} Die Datei liegt jetzt unter {file}, und die üblichen Einstellungen gelten.</translation>
    </message>
    <message>
        <source>The history begins anew: {reason} The old one is kept as {file}.</source>
        <translation>Der Verlauf beginnt neu: {reason} Der alte liegt unter {file}.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDesk</name>
    <message>
        <source>Save Diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>ZIP archive (*.zip)</source>
        <translation>ZIP-Archiv (*.zip)</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Connected as {username}. Credit Balance: {balance}</source>
        <translation>Verbunden als {username}. Guthaben: {balance}</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached. Check its address and your network, then try again.</source>
        <translation>Der Server ist nicht erreichbar. Prüfen Sie Adresse und Netz, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Something went wrong. The log says more.</source>
        <translation>Etwas ist schiefgegangen. Im Protokoll steht mehr.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t know this key, or it was disabled. Check it, or use another key.</source>
        <translation>Der Server kennt diesen Schlüssel nicht, oder er wurde deaktiviert. Prüfen Sie ihn oder verwenden Sie einen anderen.</translation>
    </message>
    <message>
        <source>The account has no credits left. Add credits, then try again.</source>
        <translation>Das Konto hat kein Guthaben mehr. Laden Sie auf, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Too many calls. Try again in {seconds} s.</source>
        <translation>Zu viele Aufrufe. Versuchen Sie es in {seconds} s erneut.</translation>
    </message>
    <message>
        <source>Too many calls. Try again in a moment.</source>
        <translation>Zu viele Aufrufe. Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>The server failed (status {status}). Try again in a moment.</source>
        <translation>Beim Server ist ein Fehler aufgetreten (Status {status}). Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>This address doesn&apos;t answer like a Binom.Router server. Check the address.</source>
        <translation>Diese Adresse antwortet nicht wie ein Binom.Router-Server. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>{text} (request {id})</source>
        <translation>{text} (Anfrage {id})</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Requests per Day</source>
        <translation>Anfragen pro Tag</translation>
    </message>
    <message>
        <source>Requests per {days} Days</source>
        <translation>Anfragen je {days} Tage</translation>
    </message>
    <message>
        <source>{first} to {last} (UTC), peak {peak} on {day}</source>
        <translation>{first} bis {last} (UTC), Höchstwert {peak} am {day}</translation>
    </message>
    <message>
        <source>Usage by Model</source>
        <translation>Nutzung nach Modell</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>No requests match</source>
        <translation>Keine passenden Anfragen</translation>
    </message>
    <message>
        <source>By Status</source>
        <translation>Nach Status</translation>
    </message>
    <message>
        <source>By Model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>Exported {time} UTC</source>
        <translation>Exportiert {time} UTC</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>{share} of requests</source>
        <translation>{share} der Anfragen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>{input} input, {output} output</source>
        <translation>{input} Eingabe, {output} Ausgabe</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <source>Exporting {format}: {done} of {total}</source>
        <translation>{format} wird exportiert: {done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>Exported {count} requests to {file}</source>
        <translation>
            <numerusform>{count} Anfrage nach {file} exportiert</numerusform>
            <numerusform>{count} Anfragen nach {file} exportiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Export cancelled. Nothing was written.</source>
        <translation>Export abgebrochen. Es wurde nichts geschrieben.</translation>
    </message>
</context>
<context>
    <name>FeedCard</name>
    <message>
        <source>Mark All Read</source>
        <translation>Alle als gelesen markieren</translation>
    </message>
    <message>
        <source>Loading {title}</source>
        <translation>{title} wird geladen</translation>
    </message>
</context>
<context>
    <name>FeedTable</name>
    <message>
        <source>Alert Log</source>
        <translation>Warnprotokoll</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Search requests</source>
        <translation>Anfragen suchen</translation>
    </message>
    <message>
        <source>Search id or error</source>
        <translation>ID oder Fehler suchen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter löschen</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Remove filter {name}</source>
        <translation>Filter {name} entfernen</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
</context>
<context>
    <name>FreedesktopNotifications</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Save Diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>About Binom Desktop</source>
        <translation>Über Binom Desktop</translation>
    </message>
    <message>
        <source>Opens {url} in your browser</source>
        <translation>Öffnet {url} in Ihrem Browser</translation>
    </message>
    <message>
        <source>No browser could be opened. The address is {url}</source>
        <translation>Es konnte kein Browser geöffnet werden. Die Adresse lautet {url}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>{qt} (PySide6 {pyside})</source>
        <translation>{qt} (PySide6 {pyside})</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
</context>
<context>
    <name>HelpButton</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>HelpMenu</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Announcement</source>
        <translation>Ankündigung</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
</context>
<context>
    <name>InboxModel</name>
    <message>
        <source>Time ({zone})</source>
        <translation>Zeit ({zone})</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>KeyDetailView</name>
    <message>
        <source>API key details</source>
        <translation>Einzelheiten zum API-Schlüssel</translation>
    </message>
    <message>
        <source>All Keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>View Requests</source>
        <translation>Anfragen ansehen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Stop Watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Rate Limit</source>
        <translation>Rate Limit</translation>
    </message>
    <message>
        <source>IP Restrictions</source>
        <translation>IP-Beschränkung</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Last Used</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disable Old Key</source>
        <translation>Alten Schlüssel deaktivieren</translation>
    </message>
    <message>
        <source>Delete Old Key</source>
        <translation>Alten Schlüssel löschen</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Create New API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Edit API Key</source>
        <translation>API-Schlüssel bearbeiten</translation>
    </message>
    <message>
        <source>Rotate API Key</source>
        <translation>API-Schlüssel rotieren</translation>
    </message>
    <message>
        <source>Limit requests a minute</source>
        <translation>Anfragen pro Minute begrenzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Save Changes</source>
        <translation>Änderungen speichern</translation>
    </message>
    <message>
        <source>Creates a successor of “{name}” ({hint}) with the same limits. The old key goes on working: it is watched until nothing uses it any more.</source>
        <translation>Erstellt einen Nachfolger von „{name}“ ({hint}) mit denselben Grenzen. Der alte Schlüssel funktioniert weiter: Er wird beobachtet, bis ihn nichts mehr verwendet.</translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>Wird erstellt …</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>{reason} The key may exist already. Try Again asks for the same one: no second key is made, and its secret is not lost.</source>
        <translation>{reason} Möglicherweise gibt es den Schlüssel schon. „Erneut versuchen“ fragt nach demselben: Es entsteht kein zweiter, und sein Geheimnis geht nicht verloren.</translation>
    </message>
    <message>
        <source>Somebody else changed this key meanwhile. {changes} Your own changes stand; save them again.</source>
        <translation>Jemand hat diesen Schlüssel inzwischen geändert. {changes} Ihre Änderungen stehen noch da; speichern Sie sie erneut.</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Beschreibung</translation>
    </message>
    <message>
        <source>&amp;IP Restrictions</source>
        <translation>&amp;IP-Beschränkung</translation>
    </message>
</context>
<context>
    <name>KeysDesk</name>
    <message>
        <source>API Keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>“{name}” could not be enabled.</source>
        <translation>„{name}“ konnte nicht aktiviert werden.</translation>
    </message>
    <message>
        <source>“{name}” could not be disabled.</source>
        <translation>„{name}“ konnte nicht deaktiviert werden.</translation>
    </message>
    <message>
        <source>It is the key that this app signs in with. Sign in with another key first.</source>
        <translation>Mit diesem Schlüssel ist die App angemeldet. Melden Sie sich zuerst mit einem anderen an.</translation>
    </message>
    <message>
        <source>“{name}” exists no longer: it was deleted elsewhere.</source>
        <translation>„{name}“ gibt es nicht mehr: Der Schlüssel wurde anderswo gelöscht.</translation>
    </message>
    <message>
        <source>The account is not open yet. Try again in a moment.</source>
        <translation>Das Konto ist noch nicht geöffnet. Versuchen Sie es gleich erneut.</translation>
    </message>
    <message>
        <source>A key “{name}” may have been created although its secret never arrived. If it is in the list, delete it.</source>
        <translation>Möglicherweise wurde ein Schlüssel „{name}“ erstellt, dessen Geheimnis nie ankam. Steht er in der Liste, löschen Sie ihn.</translation>
    </message>
</context>
<context>
    <name>LanguageField</name>
    <message>
        <source>Restart Now</source>
        <translation>Jetzt neu starten</translation>
    </message>
</context>
<context>
    <name>LastErrorsCard</name>
    <message>
        <source>Last Errors</source>
        <translation>Letzte Fehler</translation>
    </message>
    <message>
        <source>None of its requests failed.</source>
        <translation>Keine seiner Anfragen ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Binom Desktop is free software under the MIT licence, and is made of these parts.</source>
        <translation>Binom Desktop ist freie Software unter der MIT-Lizenz und besteht aus diesen Teilen.</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Collecting the licences…</source>
        <translation>Lizenzen werden gesammelt …</translation>
    </message>
    <message>
        <source>The licences can&apos;t be read. They are in the folder “licences” beside the program.</source>
        <translation>Die Lizenzen können nicht gelesen werden. Sie liegen im Ordner „licences“ neben dem Programm.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>ModelBars</name>
    <message>
        <source>Usage by Model</source>
        <translation>Nutzung nach Modell</translation>
    </message>
</context>
<context>
    <name>ModelUsageCard</name>
    <message>
        <source>Usage by Model</source>
        <translation>Nutzung nach Modell</translation>
    </message>
    <message>
        <source>Compare models by</source>
        <translation>Modelle vergleichen nach</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Loading Usage by Model</source>
        <translation>Nutzung nach Modell wird geladen</translation>
    </message>
    <message>
        <source>No requests in these days.</source>
        <translation>Keine Anfragen an diesen Tagen.</translation>
    </message>
</context>
<context>
    <name>ModelUsageModel</name>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>Share of cost, past {days} days: {parts}</source>
        <translation>Anteil an den Kosten, letzte {days} Tage: {parts}</translation>
    </message>
    <message>
        <source>Share of requests, past {days} days: {parts}</source>
        <translation>Anteil an den Anfragen, letzte {days} Tage: {parts}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>{count} smaller models together</source>
        <translation>{count} kleinere Modelle zusammen</translation>
    </message>
    <message>
        <source>{requests} requests, {cost}, {share}</source>
        <translation>{requests} Anfragen, {cost}, {share}</translation>
    </message>
</context>
<context>
    <name>NavigationList</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>NotificationsCard</name>
    <message>
        <source>Mark Read</source>
        <translation>Als gelesen markieren</translation>
    </message>
    <message>
        <source>Open Link…</source>
        <translation>Link öffnen …</translation>
    </message>
    <message>
        <source>The notifications could not be read: {reason} Refresh tries again.</source>
        <translation>Die Benachrichtigungen konnten nicht gelesen werden: {reason} „Aktualisieren“ versucht es erneut.</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>Noch keine Benachrichtigungen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
</context>
<context>
    <name>OverviewBody</name>
    <message>
        <source>Create API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Dokumentation ansehen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No usage data yet</source>
        <translation>Noch keine Nutzungsdaten</translation>
    </message>
    <message>
        <source>Send a request, and watch it arrive here.</source>
        <translation>Senden Sie eine Anfrage und sehen Sie zu, wie sie hier eintrifft.</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Noch keine Anfragen</translation>
    </message>
    <message>
        <source>Your ten newest requests will stand here.</source>
        <translation>Hier stehen Ihre zehn neuesten Anfragen.</translation>
    </message>
    <message>
        <source>These figures could not be read</source>
        <translation>Diese Zahlen konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Create a key, send a request, and watch it arrive here.</source>
        <translation>Erstellen Sie einen Schlüssel, senden Sie eine Anfrage und sehen Sie zu, wie sie hier eintrifft.</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Detailed Reports</source>
        <translation>Ausführliche Berichte</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
</context>
<context>
    <name>OverviewStateModel</name>
    <message>
        <source>Loading history: {held} of {total}</source>
        <translation>Verlauf wird geladen: {held} von {total}</translation>
    </message>
    <message>
        <source>Charts and requests not refreshed since {time} UTC</source>
        <translation>Diagramme und Anfragen seit {time} UTC nicht aktualisiert</translation>
    </message>
    <message>
        <source>Account figures not refreshed since {time} UTC</source>
        <translation>Kontodaten seit {time} UTC nicht aktualisiert</translation>
    </message>
    <message>
        <source>Figures not refreshed since {time} UTC</source>
        <translation>Zahlen seit {time} UTC nicht aktualisiert</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Aus den Summen des Servers</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Aus dem hier gespeicherten Verlauf</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC, {age}</source>
        <translation>{source}, Stand {time} UTC, {age}</translation>
    </message>
    <message>
        <source>past {days} days, UTC</source>
        <translation>letzte {days} Tage, UTC</translation>
    </message>
    <message>
        <source>newest ten, live</source>
        <translation>neueste zehn, live</translation>
    </message>
    <message>
        <source>newest ten</source>
        <translation>neueste zehn</translation>
    </message>
    <message>
        <source>{count} failed in {days} days</source>
        <translation>{count} fehlgeschlagen in {days} Tagen</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Refresh ({keys})</source>
        <translation>Aktualisieren ({keys})</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>the page&apos;s data did not come</source>
        <translation>die Daten der Seite kamen nicht</translation>
    </message>
    <message>
        <source>nobody is signed in</source>
        <translation>niemand ist angemeldet</translation>
    </message>
    <message>
        <source>the app was ended</source>
        <translation>die App wurde beendet</translation>
    </message>
</context>
<context>
    <name>QuietHoursField</name>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Ruhe bis</translation>
    </message>
</context>
<context>
    <name>RecentRequestsCard</name>
    <message>
        <source>Recent Requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
    <message>
        <source>View All</source>
        <translation>Alle ansehen</translation>
    </message>
    <message>
        <source>Loading Recent Requests</source>
        <translation>Neueste Anfragen werden geladen</translation>
    </message>
</context>
<context>
    <name>RecentRequestsTable</name>
    <message>
        <source>Recent Requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Rename Account</source>
        <translation>Konto umbenennen</translation>
    </message>
    <message>
        <source>What the account is called on this computer. Nothing changes on the server.</source>
        <translation>Wie das Konto auf diesem Computer heißt. Auf dem Server ändert sich nichts.</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>{count} or more since. The log has them.</source>
        <translation>Seitdem {count} oder mehr weitere. Sie stehen im Protokoll.</translation>
    </message>
    <message>
        <source>Binom Desktop ended unexpectedly last time.</source>
        <translation>Binom Desktop wurde beim letzten Mal unerwartet beendet.</translation>
    </message>
    <message>
        <source>Diagnostics are saved as {file}. Look through them before you pass them on.</source>
        <translation>Die Diagnose ist als {file} gespeichert. Sehen Sie sie durch, bevor Sie sie weitergeben.</translation>
    </message>
</context>
<context>
    <name>RequestColumn</name>
    <message>
        <source>Timestamp ({zone})</source>
        <translation>Zeitstempel ({zone})</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>{input} input, {output} output tokens</source>
        <translation>{input} Eingabe-, {output} Ausgabe-Token</translation>
    </message>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} ms</translation>
    </message>
</context>
<context>
    <name>RequestDetail</name>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} ms</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Sequenz</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
</context>
<context>
    <name>RequestDetailPane</name>
    <message>
        <source>Request details</source>
        <translation>Einzelheiten der Anfrage</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Choose a request to see all of it.</source>
        <translation>Wählen Sie eine Anfrage, um alles zu sehen.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Copy Id</source>
        <translation>ID kopieren</translation>
    </message>
    <message>
        <source>Close details</source>
        <translation>Einzelheiten schließen</translation>
    </message>
</context>
<context>
    <name>RequestLogModel</name>
    <message>
        <source>Loading history: {held} of {total}</source>
        <translation>Verlauf wird geladen: {held} von {total}</translation>
    </message>
    <message>
        <source>{count} since {month}, here and offline</source>
        <translation>{count} seit {month}, hier und offline</translation>
    </message>
    <message>
        <source>{matching} of {held}</source>
        <translation>{matching} von {held}</translation>
    </message>
    <message>
        <source>{requests} requests · {tokens} tokens · {cost}</source>
        <translation>{requests} Anfragen · {tokens} Token · {cost}</translation>
    </message>
    <message>
        <source>{errors} failed
{input} input, {output} output tokens
Exactly {cost}</source>
        <translation>{errors} fehlgeschlagen
{input} Eingabe-, {output} Ausgabe-Token
Genau {cost}</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>{count} neue</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
</context>
<context>
    <name>RequestLogTable</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
</context>
<context>
    <name>RequestsDesk</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
</context>
<context>
    <name>RequestsPage</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Dokumentation ansehen</translation>
    </message>
    <message>
        <source>Loading Requests</source>
        <translation>Anfragen werden geladen</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Noch keine Anfragen</translation>
    </message>
    <message>
        <source>Send a request, and watch it arrive here.</source>
        <translation>Senden Sie eine Anfrage und sehen Sie zu, wie sie hier eintrifft.</translation>
    </message>
    <message>
        <source>No requests match</source>
        <translation>Keine passenden Anfragen</translation>
    </message>
    <message>
        <source>Nothing in the log fits all of these filters.</source>
        <translation>Nichts im Protokoll passt zu allen diesen Filtern.</translation>
    </message>
    <message>
        <source>Export Requests</source>
        <translation>Anfragen exportieren</translation>
    </message>
    <message>
        <source>{count} rows are too many for the clipboard. Export writes them to a file.</source>
        <translation>{count} Zeilen sind zu viele für die Zwischenablage. „Exportieren“ schreibt sie in eine Datei.</translation>
    </message>
</context>
<context>
    <name>RulesCard</name>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Standard wiederherstellen</translation>
    </message>
    <message>
        <source>Add Rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Snooze 1 Hour</source>
        <translation>1 Stunde stumm</translation>
    </message>
    <message>
        <source>Snooze 1 Day</source>
        <translation>1 Tag stumm</translation>
    </message>
    <message>
        <source>End Snooze</source>
        <translation>Nicht mehr stumm</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Loading Rules</source>
        <translation>Regeln werden geladen</translation>
    </message>
    <message>
        <source>The rules could not be read: {reason} Refresh tries again.</source>
        <translation>Die Regeln konnten nicht gelesen werden: {reason} „Aktualisieren“ versucht es erneut.</translation>
    </message>
    <message>
        <source>No rules: nothing is told to you. Add one, or restore the defaults.</source>
        <translation>Keine Regeln: Es wird Ihnen nichts gemeldet. Fügen Sie eine hinzu, oder stellen Sie den Standard wieder her.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Save your API key</source>
        <translation>Speichern Sie Ihren API-Schlüssel</translation>
    </message>
    <message>
        <source>This is the only time that the key for “{name}” is shown. Copy it now and store it where you keep secrets.</source>
        <translation>Der Schlüssel für „{name}“ wird nur dieses eine Mal gezeigt. Kopieren Sie ihn jetzt und bewahren Sie ihn bei Ihren Geheimnissen auf.</translation>
    </message>
    <message>
        <source>Copy to Clipboard</source>
        <translation>In die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Go Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close Without Saving</source>
        <translation>Schließen ohne zu speichern</translation>
    </message>
    <message>
        <source>Test Key</source>
        <translation>Schlüssel testen</translation>
    </message>
    <message>
        <source>I&apos;ve saved my key</source>
        <translation>Ich habe meinen Schlüssel gespeichert</translation>
    </message>
    <message>
        <source>It works. {connected}</source>
        <translation>Er funktioniert. {connected}</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Anyone who has this key can spend your credits. The clipboard is cleared of it after {seconds} seconds.</source>
        <translation>Wer diesen Schlüssel hat, kann Ihr Guthaben ausgeben. Aus der Zwischenablage wird er nach {seconds} Sekunden entfernt.</translation>
    </message>
    <message>
        <source>The key can&apos;t be shown again. Without it you would have to create another one.</source>
        <translation>Der Schlüssel kann nicht noch einmal gezeigt werden. Ohne ihn müssten Sie einen neuen erstellen.</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
</context>
<context>
    <name>SessionDesk</name>
    <message>
        <source>Sign Out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>The data could not be deleted: {reason}. It is in {folder}.</source>
        <translation>Die Daten konnten nicht gelöscht werden: {reason}. Sie liegen in {folder}.</translation>
    </message>
    <message>
        <source>{reason} The key may still be in the keyring.</source>
        <translation>{reason} Der Schlüssel liegt möglicherweise noch im Schlüsselbund.</translation>
    </message>
    <message>
        <source>{reason} The key is kept for this run only.</source>
        <translation>{reason} Der Schlüssel gilt nur für diesen Lauf.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Updates</translation>
    </message>
    <message>
        <source>Settings File</source>
        <translation>Einstellungsdatei</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Refresh interval</source>
        <translation>Abfrageintervall</translation>
    </message>
    <message>
        <source>Real-time updates</source>
        <translation>Echtzeit-Aktualisierung</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Keep history</source>
        <translation>Verlauf aufbewahren</translation>
    </message>
    <message>
        <source>Verify history</source>
        <translation>Verlauf prüfen</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>Pause notifications</source>
        <translation>Benachrichtigungen anhalten</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Check for Updates</source>
        <translation>Nach Updates suchen</translation>
    </message>
    <message>
        <source>Newest version</source>
        <translation>Neueste Version</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it.</source>
        <translation>Hell, dunkel oder wie die Oberfläche.</translation>
    </message>
    <message>
        <source>What texts, numbers, dates and amounts are written in.</source>
        <translation>Worin Texte, Zahlen, Daten und Beträge geschrieben sind.</translation>
    </message>
    <message>
        <source>How often figures are asked for while they don&apos;t arrive by themselves.</source>
        <translation>Wie oft Zahlen abgefragt werden, solange sie nicht von selbst eintreffen.</translation>
    </message>
    <message>
        <source>Requests and figures arrive the moment they happen. Off, they are asked for at the refresh interval.</source>
        <translation>Anfragen und Zahlen treffen im selben Moment ein. Ausgeschaltet werden sie im Abfrageintervall abgefragt.</translation>
    </message>
    <message>
        <source>Whose days Usage counts, and whose times requests and alerts show. All else stays in UTC.</source>
        <translation>Wessen Tage die Nutzung zählt und wessen Zeiten Anfragen und Warnungen zeigen. Alles andere bleibt in UTC.</translation>
    </message>
    <message>
        <source>How long requests stay on this computer. What is dropped is not fetched again, even if you choose longer later.</source>
        <translation>Wie lange Anfragen auf diesem Computer bleiben. Was entfernt wurde, wird nicht erneut geholt, auch wenn Sie später länger wählen.</translation>
    </message>
    <message>
        <source>Compares each day&apos;s requests with the server, and repairs what differs.</source>
        <translation>Vergleicht die Anfragen jedes Tages mit dem Server und berichtigt, was abweicht.</translation>
    </message>
    <message>
        <source>Starts minimized to the tray when you log in to this computer.</source>
        <translation>Startet minimiert im Infobereich, wenn Sie sich an diesem Computer anmelden.</translation>
    </message>
    <message>
        <source>Closing the window leaves the app watching from the tray. Off, it quits.</source>
        <translation>Nach dem Schließen des Fensters beobachtet die App aus dem Infobereich weiter. Ausgeschaltet wird sie beendet.</translation>
    </message>
    <message>
        <source>No system notifications until you switch this off. Alerts still stand in the window.</source>
        <translation>Keine Systembenachrichtigungen, bis Sie dies ausschalten. Warnungen stehen weiterhin im Fenster.</translation>
    </message>
    <message>
        <source>No system notifications in these hours, every day.</source>
        <translation>Keine Systembenachrichtigungen in diesen Stunden, jeden Tag.</translation>
    </message>
    <message>
        <source>Writes your choices to a file. Accounts and API keys are not in it.</source>
        <translation>Schreibt Ihre Einstellungen in eine Datei. Konten und API-Schlüssel sind nicht darin.</translation>
    </message>
    <message>
        <source>Takes over the choices in a file. Accounts and API keys stay as they are.</source>
        <translation>Übernimmt die Einstellungen aus einer Datei. Konten und API-Schlüssel bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Asks once a day whether there is a newer version.</source>
        <translation>Fragt einmal am Tag, ob es eine neuere Version gibt.</translation>
    </message>
    <message>
        <source>What the last check found.</source>
        <translation>Was die letzte Suche ergab.</translation>
    </message>
    <message>
        <source>Writes versions, logs and states to a file that you can send to support. No keys, names or requests are in it.</source>
        <translation>Schreibt Versionen, Protokolle und Zustände in eine Datei, die Sie dem Support senden können. Schlüssel, Namen oder Anfragen sind nicht darin.</translation>
    </message>
    <message>
        <source>This desktop shows no tray, so closing the window quits. Your choice counts as soon as there is one.</source>
        <translation>Diese Oberfläche zeigt keinen Infobereich, daher beendet das Schließen des Fensters die App. Ihre Wahl gilt, sobald es einen gibt.</translation>
    </message>
    <message>
        <source>dark mode light colors appearance</source>
        <translation>Dunkelmodus dunkel hell Farben Darstellung</translation>
    </message>
    <message>
        <source>translation locale number format English German Russian</source>
        <translation>Übersetzung Sprache Zahlenformat Englisch Deutsch Russisch</translation>
    </message>
    <message>
        <source>polling update frequency seconds minutes</source>
        <translation>Abfrage Aktualisierung Häufigkeit Sekunden Minuten</translation>
    </message>
    <message>
        <source>live connection events polling</source>
        <translation>live Verbindung Ereignisse Abfrage</translation>
    </message>
    <message>
        <source>timezone UTC clock days</source>
        <translation>Zeitzone UTC Uhr Tage</translation>
    </message>
    <message>
        <source>retention storage disk delete log</source>
        <translation>Aufbewahrung Speicher Platte löschen Protokoll</translation>
    </message>
    <message>
        <source>check repair compare server missing wrong</source>
        <translation>prüfen reparieren vergleichen Server fehlt falsch</translation>
    </message>
    <message>
        <source>autostart startup launch boot</source>
        <translation>Autostart Start Systemstart</translation>
    </message>
    <message>
        <source>background close minimize quit</source>
        <translation>Hintergrund schließen minimieren beenden</translation>
    </message>
    <message>
        <source>mute silence alerts do not disturb</source>
        <translation>stumm Ruhe Warnungen nicht stören</translation>
    </message>
    <message>
        <source>do not disturb night mute silence alerts</source>
        <translation>nicht stören Nacht stumm Ruhe Warnungen</translation>
    </message>
    <message>
        <source>backup save TOML</source>
        <translation>Sicherung speichern TOML</translation>
    </message>
    <message>
        <source>restore load backup TOML</source>
        <translation>wiederherstellen laden Sicherung TOML</translation>
    </message>
    <message>
        <source>upgrade automatic new release</source>
        <translation>Aktualisierung automatisch neue Version</translation>
    </message>
    <message>
        <source>upgrade download new release check now</source>
        <translation>Aktualisierung herunterladen neue Version jetzt suchen</translation>
    </message>
    <message>
        <source>support bug report log debug crash</source>
        <translation>Support Fehlerbericht Protokoll Absturz</translation>
    </message>
    <message>
        <source>account switch rename sign out log out delete local data add server key</source>
        <translation>Konto wechseln umbenennen abmelden lokale Daten löschen hinzufügen Server Schlüssel</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>The app speaks the language you chose when it starts again.</source>
        <translation>Die App spricht die gewählte Sprache, wenn sie neu startet.</translation>
    </message>
    <message>
        <source>For good</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source>Requests older than {period} are dropped from this computer, for every account, and are not fetched again. Export them first if you need them.</source>
        <translation>Anfragen, die älter sind als {period}, werden von diesem Computer entfernt, für jedes Konto, und nicht erneut geholt. Exportieren Sie sie vorher, wenn Sie sie brauchen.</translation>
    </message>
    <message>
        <source>No system notifications at any time: both times are the same.</source>
        <translation>Zu keiner Zeit Systembenachrichtigungen: Beide Zeiten sind gleich.</translation>
    </message>
    <message>
        <source>No system notifications from {start} to {end} the next day ({zone}).</source>
        <translation>Keine Systembenachrichtigungen von {start} bis {end} am nächsten Tag ({zone}).</translation>
    </message>
    <message>
        <source>No system notifications from {start} to {end} ({zone}).</source>
        <translation>Keine Systembenachrichtigungen von {start} bis {end} ({zone}).</translation>
    </message>
    <message>
        <source>The API key of “{name}” leaves this computer. The account stays in the list, and its history too.</source>
        <translation>Der API-Schlüssel von „{name}“ wird von diesem Computer entfernt. Das Konto bleibt in der Liste, sein Verlauf auch.</translation>
    </message>
    <message>
        <source>“{name}” leaves this computer for good: its history, alerts and filters, and its API key. Nothing changes on the server, and signing in again fetches the requests that the server still has.</source>
        <translation>„{name}“ wird endgültig von diesem Computer entfernt: Verlauf, Warnungen und Filter und der API-Schlüssel. Auf dem Server ändert sich nichts, und eine neue Anmeldung holt die Anfragen, die der Server noch hat.</translation>
    </message>
    <message>
        <source>Settings exported to {file}.</source>
        <translation>Einstellungen nach {file} exportiert.</translation>
    </message>
    <message>
        <source>Settings imported from {file}.</source>
        <translation>Einstellungen aus {file} importiert.</translation>
    </message>
    <message>
        <source>{reason}. What you chose holds until the app ends.</source>
        <translation>{reason}. Ihre Wahl gilt, bis die App endet.</translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Save Report…</source>
        <translation>Bericht speichern …</translation>
    </message>
    <message>
        <source>Add Account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <source>Clear Search</source>
        <translation>Suche löschen</translation>
    </message>
    <message>
        <source>No settings match</source>
        <translation>Keine passenden Einstellungen</translation>
    </message>
    <message>
        <source>No account is kept on this computer.</source>
        <translation>Auf diesem Computer ist kein Konto gespeichert.</translation>
    </message>
    <message>
        <source>Import and Shorten History</source>
        <translation>Importieren und Verlauf kürzen</translation>
    </message>
    <message>
        <source>Import and Drop Older Requests</source>
        <translation>Importieren und ältere Anfragen entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Nothing is called “{text}”.</source>
        <translation>Nichts heißt „{text}“.</translation>
    </message>
    <message>
        <source>Shorten History</source>
        <translation>Verlauf kürzen</translation>
    </message>
    <message>
        <source>Drop Older Requests</source>
        <translation>Ältere Anfragen entfernen</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Delete Local Data</source>
        <translation>Lokale Daten löschen</translation>
    </message>
    <message>
        <source>Export Settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Import Settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>Einstellungen (*.toml)</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Sidebar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
    <message>
        <source>Account: {username}</source>
        <translation>Konto: {username}</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Type the server&apos;s address.</source>
        <translation>Geben Sie die Adresse des Servers ein.</translation>
    </message>
    <message>
        <source>This is not a server&apos;s address.</source>
        <translation>Das ist keine Serveradresse.</translation>
    </message>
    <message>
        <source>The address must begin with https://.</source>
        <translation>Die Adresse muss mit https:// beginnen.</translation>
    </message>
    <message>
        <source>Only the server itself, such as https://api.binom-router.com.</source>
        <translation>Nur der Server selbst, etwa https://api.binom-router.com.</translation>
    </message>
    <message>
        <source>Plain http would show the key to the network. Use https, or http only to this machine.</source>
        <translation>Einfaches http würde den Schlüssel dem Netz zeigen. Verwenden Sie https, oder http nur zu diesem Computer.</translation>
    </message>
    <message>
        <source>A key begins with binom_sk_.</source>
        <translation>Ein Schlüssel beginnt mit binom_sk_.</translation>
    </message>
    <message>
        <source>After binom_sk_ come letters and digits only.</source>
        <translation>Auf binom_sk_ folgen nur Buchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>This is longer than a key: binom_sk_ and 32 characters.</source>
        <translation>Das ist länger als ein Schlüssel: binom_sk_ und 32 Zeichen.</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign In</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Test Connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Try the Demo</source>
        <translation>Demo ausprobieren</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Where to find a key</source>
        <translation>Wo Sie einen Schlüssel finden</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Show key</source>
        <translation>Schlüssel zeigen</translation>
    </message>
    <message>
        <source>Sign in to Binom Desktop</source>
        <translation>Bei Binom Desktop anmelden</translation>
    </message>
    <message>
        <source>See what your Binom.Router account spends, live. An API key is all it takes.</source>
        <translation>Sehen Sie live, was Ihr Binom.Router-Konto ausgibt. Ein API-Schlüssel genügt.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>API &amp;Key</source>
        <translation>API-S&amp;chlüssel</translation>
    </message>
    <message>
        <source>No key at hand? The demo runs on this computer, with made-up data.</source>
        <translation>Kein Schlüssel zur Hand? Die Demo läuft auf diesem Computer, mit erfundenen Daten.</translation>
    </message>
</context>
<context>
    <name>StatCardsModel</name>
    <message>
        <source>Total Usage</source>
        <translation>Gesamtnutzung</translation>
    </message>
    <message>
        <source>Credit Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Total Requests</source>
        <translation>Anfragen gesamt</translation>
    </message>
    <message>
        <source>Account Tier</source>
        <translation>Kontostufe</translation>
    </message>
    <message>
        <source>Waiting for the server&apos;s first answer.</source>
        <translation>Wartet auf die erste Antwort des Servers.</translation>
    </message>
    <message>
        <source>Not read. Refresh tries again.</source>
        <translation>Nicht gelesen. „Aktualisieren“ versucht es erneut.</translation>
    </message>
    <message>
        <source>no requests yet</source>
        <translation>noch keine Anfragen</translation>
    </message>
    <message>
        <source>{amount} in the past {days} days</source>
        <translation>{amount} in den letzten {days} Tagen</translation>
    </message>
    <message>
        <source>on the {days} days before</source>
        <translation>gegenüber den {days} Tagen davor</translation>
    </message>
    <message>
        <source>
{amount} in the past {days} days, today so far included</source>
        <translation>
{amount} in den letzten {days} Tagen, heute bis jetzt eingeschlossen</translation>
    </message>
    <message>
        <source>{amount} in the {days} days before</source>
        <translation>{amount} in den {days} Tagen davor</translation>
    </message>
    <message>
        <source>nothing spent yet</source>
        <translation>noch nichts ausgegeben</translation>
    </message>
    <message>
        <source>{amount} spent today (UTC)</source>
        <translation>{amount} heute ausgegeben (UTC)</translation>
    </message>
    <message>
        <source>{count} in the past {days} days</source>
        <translation>{count} in den letzten {days} Tagen</translation>
    </message>
    <message>
        <source>All requests of the account&apos;s lifetime</source>
        <translation>Alle Anfragen seit Bestehen des Kontos</translation>
    </message>
    <message>
        <source>since today</source>
        <translation>seit heute</translation>
    </message>
    <message>
        <source>since {month}</source>
        <translation>seit {month}</translation>
    </message>
    <message>
        <source>Account created {time} UTC</source>
        <translation>Konto erstellt {time} UTC</translation>
    </message>
    <message>
        <source>Exactly {amount}</source>
        <translation>Genau {amount}</translation>
    </message>
    <message>
        <source>As of {time} UTC, {age}</source>
        <translation>Stand {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>TransactionExportModel</name>
    <message>
        <source>Exported {count} to {file}</source>
        <translation>{count} nach {file} exportiert</translation>
    </message>
</context>
<context>
    <name>TransactionsCard</name>
    <message>
        <source>Transactions</source>
        <translation>Buchungen</translation>
    </message>
    <message>
        <source>Loading Transactions</source>
        <translation>Buchungen werden geladen</translation>
    </message>
    <message>
        <source>No transactions yet. Top-ups and usage will stand here.</source>
        <translation>Noch keine Buchungen. Hier stehen Aufladungen und Nutzung.</translation>
    </message>
    <message>
        <source>The transactions could not be read: {reason} Refresh tries again.</source>
        <translation>Die Buchungen konnten nicht gelesen werden: {reason} „Aktualisieren“ versucht es erneut.</translation>
    </message>
</context>
<context>
    <name>TransactionsModel</name>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Saldo</translation>
    </message>
</context>
<context>
    <name>TransactionsTable</name>
    <message>
        <source>Transactions</source>
        <translation>Buchungen</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>{credit} · {left}</source>
        <translation>{credit} · {left}</translation>
    </message>
    <message>
        <source>Today: {unknown}</source>
        <translation>Heute: {unknown}</translation>
    </message>
    <message>
        <source>Open Binom Desktop</source>
        <translation>Binom Desktop öffnen</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>API-Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Pause Notifications</source>
        <translation>Benachrichtigungen anhalten</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>TrayDesk</name>
    <message>
        <source>Binom Desktop is still running</source>
        <translation>Binom Desktop läuft weiter</translation>
    </message>
    <message>
        <source>Find it in the tray; its menu has Quit. Settings can change what closing the window does.</source>
        <translation>Sie finden es im Infobereich; sein Menü hat „Beenden“. Die Einstellungen können ändern, was das Schließen des Fensters bewirkt.</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Open {page}</source>
        <translation>{page} öffnen</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Asks {host} once a day whether there is a newer version. Nothing about you or your accounts is sent, and nothing installs itself.</source>
        <translation>Fragt {host} einmal am Tag, ob es eine neuere Version gibt. Über Sie oder Ihre Konten wird nichts gesendet, und nichts installiert sich von selbst.</translation>
    </message>
    <message>
        <source>Version {version} is available. Settings has more under Updates.</source>
        <translation>Version {version} ist verfügbar. Mehr steht in den Einstellungen unter „Updates“.</translation>
    </message>
    <message>
        <source>This is version {version}. It was not checked for a newer one yet.</source>
        <translation>Dies ist Version {version}. Nach einer neueren wurde noch nicht gesucht.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>Version {version} is the newest. Checked {time} UTC.</source>
        <translation>Version {version} ist die neueste. Gesucht {time} UTC.</translation>
    </message>
    <message>
        <source>The check failed at {time} UTC: {reason}</source>
        <translation>Die Suche ist um {time} UTC fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <source>the server answered with status {status}.</source>
        <translation>der Server antwortete mit Status {status}.</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached.</source>
        <translation>der Server ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>the server&apos;s answer can&apos;t be read.</source>
        <translation>die Antwort des Servers ist nicht lesbar.</translation>
    </message>
    <message>
        <source>This opens a page of {host} in your browser:</source>
        <translation>Dies öffnet eine Seite von {host} in Ihrem Browser:</translation>
    </message>
    <message>
        <source>This fetches {size} MB to a file that you choose, and keeps it only if its size and its SHA-256 hash are those of the signed feed. Nothing is opened or installed.</source>
        <translation>Dies lädt {size} MB in eine Datei Ihrer Wahl und behält sie nur, wenn Größe und SHA-256-Prüfsumme mit der signierten Liste übereinstimmen. Nichts wird geöffnet oder installiert.</translation>
    </message>
    <message>
        <source>Version {newer} is available, published {day}. This is version {version}. {checked}</source>
        <translation>Version {newer} ist verfügbar, veröffentlicht am {day}. Dies ist Version {version}. {checked}</translation>
    </message>
    <message>
        <source>Checked {time} UTC.</source>
        <translation>Gesucht {time} UTC.</translation>
    </message>
    <message>
        <source>Downloading: {share} of {size} MB</source>
        <translation>Wird heruntergeladen: {share} von {size} MB</translation>
    </message>
    <message>
        <source>{file} is saved. Its size and hash are those of the signed feed. To install it, quit the app and open the file yourself. SHA-256: {hash}</source>
        <translation>{file} ist gespeichert. Größe und Prüfsumme stimmen mit der signierten Liste überein. Zum Installieren beenden Sie die App und öffnen die Datei selbst. SHA-256: {hash}</translation>
    </message>
    <message>
        <source>The file was not kept: {reason}</source>
        <translation>Die Datei wurde nicht behalten: {reason}</translation>
    </message>
    <message>
        <source>its address is not https.</source>
        <translation>ihre Adresse ist nicht https.</translation>
    </message>
    <message>
        <source>the server leads to another one, which is not followed.</source>
        <translation>der Server verweist auf einen anderen; dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>it is too large.</source>
        <translation>zu groß.</translation>
    </message>
    <message>
        <source>it can&apos;t be read.</source>
        <translation>nicht lesbar.</translation>
    </message>
    <message>
        <source>its signature is wrong.</source>
        <translation>die Signatur ist falsch.</translation>
    </message>
    <message>
        <source>it is older than one that was seen before.</source>
        <translation>älter als eine, die schon bekannt war.</translation>
    </message>
    <message>
        <source>it claims to be published in the future. Is this computer&apos;s clock right?</source>
        <translation>angeblich in der Zukunft veröffentlicht. Geht die Uhr dieses Computers richtig?</translation>
    </message>
    <message>
        <source>its size is not that of the signed feed.</source>
        <translation>die Größe entspricht nicht der signierten Liste.</translation>
    </message>
    <message>
        <source>its hash is not that of the signed feed.</source>
        <translation>die Prüfsumme entspricht nicht der signierten Liste.</translation>
    </message>
    <message>
        <source>it can&apos;t be written there.</source>
        <translation>dort kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>UpdatesField</name>
    <message>
        <source>Updates</source>
        <translation>Updates</translation>
    </message>
    <message>
        <source>Release Notes</source>
        <translation>Versionshinweise</translation>
    </message>
    <message>
        <source>Download and Verify…</source>
        <translation>Herunterladen und prüfen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel Download</source>
        <translation>Herunterladen abbrechen</translation>
    </message>
    <message>
        <source>Check Now</source>
        <translation>Jetzt suchen</translation>
    </message>
    <message>
        <source>Open in Browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Download and Verify</source>
        <translation>Herunterladen und prüfen</translation>
    </message>
    <message>
        <source>Choose File…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Save Update</source>
        <translation>Update speichern</translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>{number} points</source>
        <translation>{number} Punkte</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Past 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Past 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Past 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Eigener …</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>Kein Vergleich</translation>
    </message>
    <message>
        <source>Previous period</source>
        <translation>Vorheriger Zeitraum</translation>
    </message>
    <message>
        <source>A month ago</source>
        <translation>Vor einem Monat</translation>
    </message>
    <message>
        <source>Other days…</source>
        <translation>Andere Tage …</translation>
    </message>
    <message>
        <source>{status}s</source>
        <translation>{status}er</translation>
    </message>
    <message>
        <source>No requests</source>
        <translation>Keine Anfragen</translation>
    </message>
    <message>
        <source>{what} on key {key}</source>
        <translation>{what} mit Schlüssel {key}</translation>
    </message>
    <message>
        <source>{share} failed</source>
        <translation>{share} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{what}, {hours}: {value}, usually {usual}</source>
        <translation>{what}, {hours}: {value}, sonst {usual}</translation>
    </message>
</context>
<context>
    <name>UsageDesk</name>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Split: {by}</source>
        <translation>Aufteilung: {by}</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Copy Chart</source>
        <translation>Diagramm kopieren</translation>
    </message>
    <message>
        <source>Copy Table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Usage over Time</source>
        <translation>Nutzung im Verlauf</translation>
    </message>
    <message>
        <source>Loading Usage</source>
        <translation>Nutzung wird geladen</translation>
    </message>
    <message>
        <source>Unusual Hours</source>
        <translation>Ungewöhnliche Stunden</translation>
    </message>
    <message>
        <source>Hours of the Week</source>
        <translation>Stunden der Woche</translation>
    </message>
    <message>
        <source>No requests in these days</source>
        <translation>Keine Anfragen an diesen Tagen</translation>
    </message>
    <message>
        <source>Choose a longer range, or send a request and watch it arrive here.</source>
        <translation>Wählen Sie einen längeren Zeitraum, oder senden Sie eine Anfrage und sehen Sie zu, wie sie hier eintrifft.</translation>
    </message>
    <message>
        <source>These figures could not be read</source>
        <translation>Diese Zahlen konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Days from {day}</source>
        <translation>Tage ab {day}</translation>
    </message>
</context>
<context>
    <name>UsagePageModel</name>
    <message>
        <source>{change} from {before} in {days}</source>
        <translation>{change} gegenüber {before} in {days}</translation>
    </message>
    <message>
        <source>{days}, so far</source>
        <translation>{days}, bis jetzt</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Aus den Summen des Servers</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Aus dem hier gespeicherten Verlauf</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC</source>
        <translation>{source}, Stand {time} UTC</translation>
    </message>
    <message>
        <source>days in {zone}</source>
        <translation>Tage in {zone}</translation>
    </message>
    <message>
        <source>the server knows no days of {zone}</source>
        <translation>der Server kennt keine Tage in {zone}</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>{period}: {total} {metric}, peak {peak} on {place}. Lines: {names}</source>
        <translation>{period}: {total} {metric}, Höchstwert {peak} bei {place}. Linien: {names}</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
</context>
<context>
    <name>UsageTable</name>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
</context>
<context>
    <name>UsageTableModel</name>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>{metric} Before</source>
        <translation>{metric} vorher</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
</context>
<context>
    <name>Verify</name>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
    <message>
        <source>Comparing with the server: {done} of {days}</source>
        <translation>Vergleich mit dem Server: {done} von {days}</translation>
    </message>
    <message>
        <source>Stopped after {days}: {reason} {repaired}</source>
        <translation>Angehalten ({days}): {reason} {repaired}</translation>
    </message>
    <message>
        <source>There is nothing to compare yet.</source>
        <translation>Noch gibt es nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>{days} since {first} compared: all as the server has them.</source>
        <translation>{days} seit {first} verglichen: alles wie beim Server.</translation>
    </message>
    <message>
        <source>{days} since {first} compared. {repaired}</source>
        <translation>{days} seit {first} verglichen. {repaired}</translation>
    </message>
    <message>
        <source>{days} differed; {added} added, {corrected} corrected.</source>
        <translation>Abweichend: {days}; {added} ergänzt, {corrected} berichtigt.</translation>
    </message>
</context>
<context>
    <name>WeekMap</name>
    <message>
        <source>Hours of the Week</source>
        <translation>Stunden der Woche</translation>
    </message>
</context>
<context>
    <name>WeekModel</name>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>{metric} by hour of the week, most on {hour}: {value}</source>
        <translation>{metric} nach Wochenstunde, am meisten {hour}: {value}</translation>
    </message>
</context>
<context>
    <name>WhatIfCard</name>
    <message>
        <source>What If</source>
        <translation>Was wäre wenn</translation>
    </message>
    <message>
        <source>Compare the days (UTC)</source>
        <translation>Tage zum Vergleich (UTC)</translation>
    </message>
    <message>
        <source>Compare with the model</source>
        <translation>Mit dem Modell vergleichen</translation>
    </message>
</context>
<context>
    <name>WhatIfModel</name>
    <message>
        <source>This could not be computed: {reason}</source>
        <translation>Das konnte nicht berechnet werden: {reason}</translation>
    </message>
    <message>
        <source>The server tells no model&apos;s prices.</source>
        <translation>Der Server nennt für kein Modell Preise.</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet …</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Aus den Summen des Servers</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Aus dem hier gespeicherten Verlauf</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC</source>
        <translation>{source}, Stand {time} UTC</translation>
    </message>
</context>
<context>
    <name>ZonePopup</name>
    <message>
        <source>Search time zones</source>
        <translation>Zeitzonen suchen</translation>
    </message>
    <message>
        <source>City or offset</source>
        <translation>Stadt oder Abstand</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Loading time zones…</source>
        <translation>Zeitzonen werden geladen …</translation>
    </message>
</context>
<context>
    <name>_SectionArea</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
</context>
</TS>
