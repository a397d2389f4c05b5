<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>on {days} days</source>
        <translation>
            <numerusform>за {days} день</numerusform>
            <numerusform>за {days} дня</numerusform>
            <numerusform>за {days} дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} lifetime requests</source>
        <translation>
            <numerusform>{count} запрос за всё время</numerusform>
            <numerusform>{count} запроса за всё время</numerusform>
            <numerusform>{count} запросов за всё время</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days</source>
        <translation>
            <numerusform>{count} день</numerusform>
            <numerusform>{count} дня</numerusform>
            <numerusform>{count} дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} minutes</source>
        <translation>
            <numerusform>{count} минута</numerusform>
            <numerusform>{count} минуты</numerusform>
            <numerusform>{count} минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} transactions</source>
        <translation>
            <numerusform>{count} операция</numerusform>
            <numerusform>{count} операции</numerusform>
            <numerusform>{count} операций</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} hours left</source>
        <translation>
            <numerusform>хватит примерно на {count} час</numerusform>
            <numerusform>хватит примерно на {count} часа</numerusform>
            <numerusform>хватит примерно на {count} часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} days left</source>
        <translation>
            <numerusform>хватит примерно на {count} день</numerusform>
            <numerusform>хватит примерно на {count} дня</numerusform>
            <numerusform>хватит примерно на {count} дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} models</source>
        <translation>
            <numerusform>{count} модель</numerusform>
            <numerusform>{count} модели</numerusform>
            <numerusform>{count} моделей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} older lines are not kept any more</source>
        <translation>
            <numerusform>{count} более старая строка больше не хранится</numerusform>
            <numerusform>{count} более старые строки больше не хранятся</numerusform>
            <numerusform>{count} более старых строк больше не хранятся</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} requests</source>
        <translation>
            <numerusform>{count} запрос</numerusform>
            <numerusform>{count} запроса</numerusform>
            <numerusform>{count} запросов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} s ago</source>
        <translation>
            <numerusform>{count} с назад</numerusform>
            <numerusform>{count} с назад</numerusform>
            <numerusform>{count} с назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} min ago</source>
        <translation>
            <numerusform>{count} мин назад</numerusform>
            <numerusform>{count} мин назад</numerusform>
            <numerusform>{count} мин назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} h ago</source>
        <translation>
            <numerusform>{count} ч назад</numerusform>
            <numerusform>{count} ч назад</numerusform>
            <numerusform>{count} ч назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} days ago</source>
        <translation>
            <numerusform>{count} день назад</numerusform>
            <numerusform>{count} дня назад</numerusform>
            <numerusform>{count} дней назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread</source>
        <translation>
            <numerusform>{count} непрочитанное</numerusform>
            <numerusform>{count} непрочитанных</numerusform>
            <numerusform>{count} непрочитанных</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} addresses</source>
        <translation>
            <numerusform>{count} адрес</numerusform>
            <numerusform>{count} адреса</numerusform>
            <numerusform>{count} адресов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} keys</source>
        <translation>
            <numerusform>{count} ключ</numerusform>
            <numerusform>{count} ключа</numerusform>
            <numerusform>{count} ключей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{keys}, {count} disabled</source>
        <translation>
            <numerusform>{keys}, {count} отключён</numerusform>
            <numerusform>{keys}, {count} отключены</numerusform>
            <numerusform>{keys}, {count} отключены</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more since. The log has them.</source>
        <translation>
            <numerusform>С тех пор ещё {count}. Подробности в журнале.</numerusform>
            <numerusform>С тех пор ещё {count}. Подробности в журнале.</numerusform>
            <numerusform>С тех пор ещё {count}. Подробности в журнале.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} tokens</source>
        <translation>
            <numerusform>{count} токен</numerusform>
            <numerusform>{count} токена</numerusform>
            <numerusform>{count} токенов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} hours</source>
        <translation>
            <numerusform>{count} час</numerusform>
            <numerusform>{count} часа</numerusform>
            <numerusform>{count} часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} seconds</source>
        <translation>
            <numerusform>{count} секунда</numerusform>
            <numerusform>{count} секунды</numerusform>
            <numerusform>{count} секунд</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} years</source>
        <translation>
            <numerusform>{count} год</numerusform>
            <numerusform>{count} года</numerusform>
            <numerusform>{count} лет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A key is binom_sk_ and 32 characters; {count} are missing.</source>
        <translation>
            <numerusform>Ключ — это binom_sk_ и 32 символа; не хватает {count} символа.</numerusform>
            <numerusform>Ключ — это binom_sk_ и 32 символа; не хватает {count} символов.</numerusform>
            <numerusform>Ключ — это binom_sk_ и 32 символа; не хватает {count} символов.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Today: {count} requests · {amount}</source>
        <translation>
            <numerusform>Сегодня: {count} запрос · {amount}</numerusform>
            <numerusform>Сегодня: {count} запроса · {amount}</numerusform>
            <numerusform>Сегодня: {count} запросов · {amount}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} errors</source>
        <translation>
            <numerusform>{count} ошибка</numerusform>
            <numerusform>{count} ошибки</numerusform>
            <numerusform>{count} ошибок</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Binom Desktop</source>
        <translation>О Binom Desktop</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Лицензии</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
    <message>
        <source>What a Binom.Router account spends, on what, and when its credits run out.</source>
        <translation>Сколько тратит аккаунт Binom.Router, на что и когда закончатся средства.</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>Скопировано в буфер обмена.</translation>
    </message>
</context>
<context>
    <name>Account</name>
    <message>
        <source>Welcome, {username}</source>
        <translation>Здравствуйте, {username}</translation>
    </message>
    <message>
        <source>Updated {time}</source>
        <translation>Обновлено {time}</translation>
    </message>
    <message>
        <source>Updated {age}</source>
        <translation>Обновлено {age}</translation>
    </message>
    <message>
        <source>Figures as of {time} UTC</source>
        <translation>Данные на {time} UTC</translation>
    </message>
</context>
<context>
    <name>AccountMenu</name>
    <message>
        <source>Accounts</source>
        <translation>Аккаунты</translation>
    </message>
    <message>
        <source>Add Account…</source>
        <translation>Добавить аккаунт…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Переименовать…</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>AccountRow</name>
    <message>
        <source>Current</source>
        <translation>Текущий</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Переключиться</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Delete Local Data</source>
        <translation>Удалить локальные данные</translation>
    </message>
    <message>
        <source>{name}, current account</source>
        <translation>{name}, текущий аккаунт</translation>
    </message>
    <message>
        <source>{name}, account</source>
        <translation>{name}, аккаунт</translation>
    </message>
    <message>
        <source>Switch to {name}</source>
        <translation>Переключиться на {name}</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>Переименовать {name}</translation>
    </message>
    <message>
        <source>Sign Out {name}</source>
        <translation>Выйти из {name}</translation>
    </message>
    <message>
        <source>Delete Local Data of {name}</source>
        <translation>Удалить локальные данные {name}</translation>
    </message>
</context>
<context>
    <name>AddressChip</name>
    <message>
        <source>Remove {address}</source>
        <translation>Убрать {address}</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>203.0.113.7 or 2001:db8::/32</source>
        <translation>203.0.113.7 или 2001:db8::/32</translation>
    </message>
    <message>
        <source>Add address</source>
        <translation>Добавить адрес</translation>
    </message>
    <message>
        <source>None: the key works from any address.</source>
        <translation>Нет: ключ работает с любого адреса.</translation>
    </message>
    <message>
        <source>{address} removed</source>
        <translation>{address} убран</translation>
    </message>
</context>
<context>
    <name>AlertLevels</name>
    <message>
        <source>An amount from 0, such as 5 or 0.50.</source>
        <translation>Сумма от 0, например 5 или 0,50.</translation>
    </message>
    <message>
        <source>An amount above 0, such as 20 or 0.50.</source>
        <translation>Сумма больше 0, например 20 или 0,50.</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>&amp;Дни</translation>
    </message>
    <message>
        <source>A whole number of days from 1 to 365.</source>
        <translation>Целое число дней от 1 до 365.</translation>
    </message>
    <message>
        <source>&amp;Requests</source>
        <translation>&amp;Запросы</translation>
    </message>
    <message>
        <source>A whole number of requests from 1 to 1,000,000,000.</source>
        <translation>Целое число запросов от 1 до 1 000 000 000.</translation>
    </message>
    <message>
        <source>&amp;Percent</source>
        <translation>&amp;Процент</translation>
    </message>
    <message>
        <source>A percentage from 0.01 to 99.99, with at most two decimals.</source>
        <translation>Процент от 0,01 до 99,99, не более двух знаков после запятой.</translation>
    </message>
    <message>
        <source>&amp;Minutes</source>
        <translation>&amp;Минуты</translation>
    </message>
    <message>
        <source>A whole number of minutes from 1 to 10,080, which is a week.</source>
        <translation>Целое число минут от 1 до 10 080, то есть до недели.</translation>
    </message>
    <message>
        <source>&amp;Amount in $</source>
        <translation>&amp;Сумма в $</translation>
    </message>
    <message>
        <source>A whole number of requests from 1 to 10,000.</source>
        <translation>Целое число запросов от 1 до 10 000.</translation>
    </message>
    <message>
        <source>&amp;Over the newest requests</source>
        <translation>По &amp;последним запросам</translation>
    </message>
</context>
<context>
    <name>AlertLogCard</name>
    <message>
        <source>The log could not be read: {reason} Refresh tries again.</source>
        <translation>Не удалось прочитать журнал: {reason} «Обновить» повторит попытку.</translation>
    </message>
    <message>
        <source>No alerts have fired yet</source>
        <translation>Оповещений ещё не было</translation>
    </message>
</context>
<context>
    <name>AlertLogModel</name>
    <message>
        <source>Time ({zone})</source>
        <translation>Время ({zone})</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Важность</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Оповещение</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
</context>
<context>
    <name>AlertRuleDialog</name>
    <message>
        <source>Add Rule</source>
        <translation>Добавить правило</translation>
    </message>
    <message>
        <source>Edit Rule</source>
        <translation>Изменить правило</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Save Changes</source>
        <translation>Сохранить изменения</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Следить</translation>
    </message>
    <message>
        <source>Day of the week (UTC)</source>
        <translation>День недели (UTC)</translation>
    </message>
    <message>
        <source>Days (UTC)</source>
        <translation>Дни (UTC)</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Для</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>Что именно</translation>
    </message>
    <message>
        <source>The whole account</source>
        <translation>Весь аккаунт</translation>
    </message>
    <message>
        <source>One API key</source>
        <translation>Один API-ключ</translation>
    </message>
    <message>
        <source>One model</source>
        <translation>Одна модель</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Важность</translation>
    </message>
    <message>
        <source>&amp;Over the newest requests</source>
        <translation>По &amp;последним запросам</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Следить</translation>
    </message>
    <message>
        <source>&amp;Day of the week (UTC)</source>
        <translation>День &amp;недели (UTC)</translation>
    </message>
    <message>
        <source>Da&amp;ys (UTC)</source>
        <translation>Д&amp;ни (UTC)</translation>
    </message>
    <message>
        <source>O&amp;f</source>
        <translation>Дл&amp;я</translation>
    </message>
    <message>
        <source>W&amp;hich one</source>
        <translation>&amp;Что именно</translation>
    </message>
    <message>
        <source>&amp;Severity</source>
        <translation>&amp;Важность</translation>
    </message>
    <message>
        <source>No API key is known yet.</source>
        <translation>Ни один API-ключ пока не известен.</translation>
    </message>
    <message>
        <source>No model is known yet.</source>
        <translation>Ни одна модель пока не известна.</translation>
    </message>
    <message>
        <source>There is a rule that watches this already.</source>
        <translation>За этим уже следит другое правило.</translation>
    </message>
    <message>
        <source>Tells you once: {rule}</source>
        <translation>Сообщит один раз: {rule}</translation>
    </message>
</context>
<context>
    <name>AlertRulesModel</name>
    <message>
        <source>On</source>
        <translation>Вкл.</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Правило</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Значение</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Важность</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Выкл.</translation>
    </message>
</context>
<context>
    <name>AlertRulesTable</name>
    <message>
        <source>Alert Rules</source>
        <translation>Правила оповещений</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Credit Balance is {balance}. Requests are refused until credits are added.</source>
        <translation>Баланс: {balance}. Запросы отклоняются, пока средства не будут добавлены.</translation>
    </message>
    <message>
        <source>Credit Balance is {balance}, below the level of {level}. Add credits to keep requests running.</source>
        <translation>Баланс: {balance}, это ниже порога {level}. Пополните баланс, чтобы запросы продолжали выполняться.</translation>
    </message>
    <message>
        <source>Credit Balance: {balance}</source>
        <translation>Баланс: {balance}</translation>
    </message>
    <message>
        <source>Credit balance below</source>
        <translation>Баланс ниже</translation>
    </message>
    <message>
        <source>Days left below</source>
        <translation>Осталось дней меньше</translation>
    </message>
    <message>
        <source>Credits likely gone before</source>
        <translation>Средства, вероятно, закончатся до</translation>
    </message>
    <message>
        <source>Spend above</source>
        <translation>Расходы выше</translation>
    </message>
    <message>
        <source>Requests above</source>
        <translation>Запросов больше</translation>
    </message>
    <message>
        <source>Error rate above</source>
        <translation>Доля ошибок выше</translation>
    </message>
    <message>
        <source>Not live for</source>
        <translation>Нет связи в течение</translation>
    </message>
    <message>
        <source>An unusual hour</source>
        <translation>Необычный час</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Этот месяц</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Предупреждение</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Критично</translation>
    </message>
    <message>
        <source>{time} UTC</source>
        <translation>{time} UTC</translation>
    </message>
    <message>
        <source>likely {value}</source>
        <translation>вероятно, {value}</translation>
    </message>
    <message>
        <source>now {value}</source>
        <translation>сейчас {value}</translation>
    </message>
    <message>
        <source>Looked for each time an hour is over; there is no value to follow.</source>
        <translation>Проверяется по окончании каждого часа; значения для наблюдения нет.</translation>
    </message>
    <message>
        <source>The rule is off: nothing is looked at.</source>
        <translation>Правило выключено: ничего не проверяется.</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>Отложено до {time}</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Выкл.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>Сработало</translation>
    </message>
    <message>
        <source>Says nothing until {time} UTC.</source>
        <translation>Молчит до {time} UTC.</translation>
    </message>
    <message>
        <source>Its value is not known: it neither fires nor arms.</source>
        <translation>Значение неизвестно: правило не срабатывает и не взводится.</translation>
    </message>
    <message>
        <source>It will tell you once when it happens.</source>
        <translation>Сообщит один раз, когда это случится.</translation>
    </message>
    <message>
        <source>It has told you. It is armed again once its value is well past the level.</source>
        <translation>Уже сообщило. Правило снова будет готово, когда значение заметно отойдёт от порога.</translation>
    </message>
    <message>
        <source>No credits left</source>
        <translation>Средств нет</translation>
    </message>
    <message>
        <source>No credits are left</source>
        <translation>Средства закончились</translation>
    </message>
    <message>
        <source>Credit balance below {level}</source>
        <translation>Баланс ниже {level}</translation>
    </message>
    <message>
        <source>Credit balance fell below {level}</source>
        <translation>Баланс упал ниже {level}</translation>
    </message>
    <message>
        <source>Days left below {level}</source>
        <translation>Осталось меньше {level}</translation>
    </message>
    <message>
        <source>Days left fell below {level}</source>
        <translation>Остаток времени упал ниже {level}</translation>
    </message>
    <message>
        <source>Credits likely gone before {level}</source>
        <translation>Средства, вероятно, закончатся до: {level}</translation>
    </message>
    <message>
        <source>Error rate above {level} over {count} requests{scope}</source>
        <translation>Доля ошибок выше {level}, запросов: {count}{scope}</translation>
    </message>
    <message>
        <source>Error rate rose above {level} over {count} requests{scope}</source>
        <translation>Доля ошибок превысила {level}, запросов: {count}{scope}</translation>
    </message>
    <message>
        <source>Not live for {level}</source>
        <translation>Нет связи: {level}</translation>
    </message>
    <message>
        <source>An unusual hour{scope}</source>
        <translation>Необычный час{scope}</translation>
    </message>
    <message>
        <source>Spend today above {level}{scope}</source>
        <translation>Расходы сегодня выше {level}{scope}</translation>
    </message>
    <message>
        <source>Spend today rose above {level}{scope}</source>
        <translation>Расходы сегодня превысили {level}{scope}</translation>
    </message>
    <message>
        <source>Spend this month above {level}{scope}</source>
        <translation>Расходы в этом месяце выше {level}{scope}</translation>
    </message>
    <message>
        <source>Spend this month rose above {level}{scope}</source>
        <translation>Расходы в этом месяце превысили {level}{scope}</translation>
    </message>
    <message>
        <source>Requests today above {level}{scope}</source>
        <translation>Запросов сегодня больше {level}{scope}</translation>
    </message>
    <message>
        <source>Requests today rose above {level}{scope}</source>
        <translation>Число запросов сегодня превысило {level}{scope}</translation>
    </message>
    <message>
        <source>Requests this month above {level}{scope}</source>
        <translation>Запросов в этом месяце больше {level}{scope}</translation>
    </message>
    <message>
        <source>Requests this month rose above {level}{scope}</source>
        <translation>Число запросов в этом месяце превысило {level}{scope}</translation>
    </message>
    <message>
        <source>The balance is not known yet.</source>
        <translation>Баланс пока не известен.</translation>
    </message>
    <message>
        <source>There is too little data to tell when the credits run out.</source>
        <translation>Слишком мало данных, чтобы сказать, когда закончатся средства.</translation>
    </message>
    <message>
        <source>The credits are not likely to run out within a year.</source>
        <translation>В течение года средства вряд ли закончатся.</translation>
    </message>
    <message>
        <source>Not known yet: it needs the newest {count} requests.</source>
        <translation>Пока не известно: нужны последние запросы, числом {count}.</translation>
    </message>
    <message>
        <source>It is not known yet whether events arrive.</source>
        <translation>Пока не известно, приходят ли события.</translation>
    </message>
    <message>
        <source>The sum of these days is not known yet.</source>
        <translation>Сумма за эти дни пока не известна.</translation>
    </message>
    <message>
        <source> on key {name}</source>
        <translation> по ключу {name}</translation>
    </message>
    <message>
        <source> on model {name}</source>
        <translation> по модели {name}</translation>
    </message>
    <message>
        <source>Low credit</source>
        <translation>Мало средств</translation>
    </message>
    <message>
        <source>Credits are running out</source>
        <translation>Средства заканчиваются</translation>
    </message>
    <message>
        <source>High spend</source>
        <translation>Высокие расходы</translation>
    </message>
    <message>
        <source>Many requests</source>
        <translation>Много запросов</translation>
    </message>
    <message>
        <source>Requests are failing</source>
        <translation>Запросы завершаются ошибкой</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>Нет связи</translation>
    </message>
    <message>
        <source>{sentence}.</source>
        <translation>{sentence}.</translation>
    </message>
    <message>
        <source>{amount} spent</source>
        <translation>потрачено {amount}</translation>
    </message>
    <message>
        <source>{share} failed</source>
        <translation>{share} с ошибкой</translation>
    </message>
    <message>
        <source>mostly {status}</source>
        <translation>в основном {status}</translation>
    </message>
    <message>
        <source>mostly on key {name}</source>
        <translation>в основном по ключу {name}</translation>
    </message>
</context>
<context>
    <name>AlertsDesk</name>
    <message>
        <source>Alerts</source>
        <translation>Оповещения</translation>
    </message>
</context>
<context>
    <name>AlertsModel</name>
    <message>
        <source>Nothing unread</source>
        <translation>Непрочитанных нет</translation>
    </message>
    <message>
        <source>newer ones could not be read</source>
        <translation>более новые прочитать не удалось</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>“{rule}” is deleted for good. What it has told stays in the log.</source>
        <translation>«{rule}» удаляется навсегда. Всё, о чём правило сообщило, останется в журнале.</translation>
    </message>
    <message>
        <source>Delete Rule</source>
        <translation>Удалить правило</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Восстановить стандартные</translation>
    </message>
    <message>
        <source>All rules are replaced by those that exist from the start: credit balance below $10.00, $5.00 and $1.00, and no credits left. The log stays.</source>
        <translation>Все правила заменяются исходными: баланс ниже 10,00 $, 5,00 $ и 1,00 $ и отсутствие средств. Журнал сохранится.</translation>
    </message>
    <message>
        <source>Open Link</source>
        <translation>Открыть ссылку</translation>
    </message>
    <message>
        <source>This opens a page of {host} in your browser:</source>
        <translation>В браузере откроется страница {host}:</translation>
    </message>
    <message>
        <source>Open in Browser</source>
        <translation>Открыть в браузере</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Изменить…</translation>
    </message>
    <message>
        <source>Turn Off</source>
        <translation>Выключить</translation>
    </message>
    <message>
        <source>Turn On</source>
        <translation>Включить</translation>
    </message>
    <message>
        <source>Snooze 1 Hour</source>
        <translation>Отложить на 1 час</translation>
    </message>
    <message>
        <source>Snooze 1 Day</source>
        <translation>Отложить на 1 день</translation>
    </message>
    <message>
        <source>End Snooze</source>
        <translation>Больше не откладывать</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Удалить…</translation>
    </message>
</context>
<context>
    <name>ApiKeyDelegate</name>
    <message>
        <source>Being replaced</source>
        <translation>Заменяется</translation>
    </message>
    <message>
        <source>Replaced, can be disabled</source>
        <translation>Заменён, можно отключить</translation>
    </message>
    <message>
        <source>Replaced, can be deleted</source>
        <translation>Заменён, можно удалить</translation>
    </message>
</context>
<context>
    <name>ApiKeyTable</name>
    <message>
        <source>API Keys</source>
        <translation>API-ключи</translation>
    </message>
</context>
<context>
    <name>ApiKeys</name>
    <message>
        <source>Enabled</source>
        <translation>Включён</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Отключён</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Выкл.</translation>
    </message>
    <message>
        <source>{count} RPM</source>
        <translation>{count} RPM</translation>
    </message>
    <message>
        <source>Any address</source>
        <translation>Любой адрес</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Никогда</translation>
    </message>
    <message>
        <source>{keys}, disabled</source>
        <translation>{keys}, отключён</translation>
    </message>
    <message>
        <source>{keys}, all disabled</source>
        <translation>{keys}, все отключены</translation>
    </message>
    <message>
        <source>Never used since it was made. If nothing is to use it any more, delete it.</source>
        <translation>Не использовался с момента создания. Если он больше не нужен, удалите его.</translation>
    </message>
    <message>
        <source>Never used</source>
        <translation>Не использовался</translation>
    </message>
    <message>
        <source>Unused for {days} days. Disable it, and delete it once nothing misses it.</source>
        <translation>Дней без использования: {days}. Отключите его и удалите, когда станет ясно, что он не нужен.</translation>
    </message>
    <message>
        <source>Unused</source>
        <translation>Не используется</translation>
    </message>
    <message>
        <source>No rate limit: whoever gets hold of it can spend your credits at full speed. Set one.</source>
        <translation>Нет ограничения частоты: завладевший ключом сможет тратить ваши средства без ограничений. Задайте его.</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Без лимита</translation>
    </message>
    <message>
        <source>Works from any address. Restrict it to those of your servers.</source>
        <translation>Работает с любого адреса. Ограничьте его адресами ваших серверов.</translation>
    </message>
    <message>
        <source>Unrestricted</source>
        <translation>Без ограничений</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>Без пределов</translation>
    </message>
    <message>
        <source>another key</source>
        <translation>другим ключом</translation>
    </message>
    <message>
        <source>Replaced by {name}, and disabled. Delete it once nothing misses it.</source>
        <translation>Заменён: {name}, и отключён. Удалите его, когда станет ясно, что он не нужен.</translation>
    </message>
    <message>
        <source>Replaced by {name}. No request came with the old key for an hour: it can be disabled.</source>
        <translation>Заменён: {name}. По старому ключу уже час не было запросов: его можно отключить.</translation>
    </message>
    <message>
        <source>Being replaced by {name}. The old key is still in use: its last request was {age}.</source>
        <translation>Заменяется: {name}. Старый ключ ещё используется: последний запрос {age}.</translation>
    </message>
    <message>
        <source>Being replaced by {name}. Put the new key where the old one is used; this watches the old one.</source>
        <translation>Заменяется: {name}. Подставьте новый ключ туда, где используется старый; за старым здесь ведётся наблюдение.</translation>
    </message>
    <message>
        <source>Say what the key is for.</source>
        <translation>Укажите, для чего этот ключ.</translation>
    </message>
    <message>
        <source>At most {count} characters; these are {length}.</source>
        <translation>Не более {count} символов; сейчас {length}.</translation>
    </message>
    <message>
        <source>Type how many requests a minute, from 1 to 100,000.</source>
        <translation>Введите число запросов в минуту: от 1 до 100 000.</translation>
    </message>
    <message>
        <source>A whole number from 1 to 100,000.</source>
        <translation>Целое число от 1 до 100 000.</translation>
    </message>
    <message>
        <source>An address with a zone means this network only; leave out what follows the %.</source>
        <translation>Адрес с зоной относится только к этой сети; уберите то, что следует за %.</translation>
    </message>
    <message>
        <source>After the slash comes a number from 0 to {most}.</source>
        <translation>После косой черты идёт число от 0 до {most}.</translation>
    </message>
    <message>
        <source>{address} is in the list already.</source>
        <translation>{address} уже есть в списке.</translation>
    </message>
    <message>
        <source>At most {count} addresses.</source>
        <translation>Не более {count} адресов.</translation>
    </message>
    <message>
        <source>{address} is every address: the same as no restriction.</source>
        <translation>{address} — это любой адрес: то же, что и без ограничения.</translation>
    </message>
    <message>
        <source>Will be kept as {address}.</source>
        <translation>Будет сохранено как {address}.</translation>
    </message>
    <message>
        <source>The description is now “{now}”.</source>
        <translation>Описание теперь «{now}».</translation>
    </message>
    <message>
        <source>It was enabled.</source>
        <translation>Он был включён.</translation>
    </message>
    <message>
        <source>It was disabled.</source>
        <translation>Он был отключён.</translation>
    </message>
    <message>
        <source>The rate limit is now {now}; it was {before}.</source>
        <translation>Ограничение частоты теперь {now}, было {before}.</translation>
    </message>
    <message>
        <source>The addresses are now: {now}.</source>
        <translation>Адреса теперь: {now}.</translation>
    </message>
    <message>
        <source>Numbers of an address have no zeros in front.</source>
        <translation>В числах адреса нет нулей в начале.</translation>
    </message>
    <message>
        <source>Each number of an IPv4 address is from 0 to 255.</source>
        <translation>Каждое число адреса IPv4 — от 0 до 255.</translation>
    </message>
    <message>
        <source>An IPv4 address has four numbers, such as 203.0.113.7.</source>
        <translation>В адресе IPv4 четыре числа, например 203.0.113.7.</translation>
    </message>
    <message>
        <source>“{text}” is a name. Type its address, such as 203.0.113.7.</source>
        <translation>«{text}» — это имя. Введите адрес, например 203.0.113.7.</translation>
    </message>
    <message>
        <source>“{text}” is no IP address or CIDR block, such as 203.0.113.0/24.</source>
        <translation>«{text}» — не IP-адрес и не блок CIDR, такой как 203.0.113.0/24.</translation>
    </message>
</context>
<context>
    <name>ApiKeysModel</name>
    <message>
        <source>{requests} requests · {cost}</source>
        <translation>Запросов: {requests} · {cost}</translation>
    </message>
    <message>
        <source>{keys}, and {requests} requests · {cost} with keys that are deleted</source>
        <translation>{keys}, а также по удалённым ключам: {requests} запр. · {cost}</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Описание</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Ключ</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Rate Limit</source>
        <translation>Лимит частоты</translation>
    </message>
    <message>
        <source>IP Restrictions</source>
        <translation>Ограничение по IP</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создан</translation>
    </message>
    <message>
        <source>Last Used</source>
        <translation>Последнее использование</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
</context>
<context>
    <name>ApiKeysPage</name>
    <message>
        <source>Create New API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Search API Keys</source>
        <translation>Поиск API-ключей</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>Поиск ключей</translation>
    </message>
    <message>
        <source>Clear Search</source>
        <translation>Очистить поиск</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Открыть документацию</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Loading API Keys</source>
        <translation>Загрузка API-ключей</translation>
    </message>
    <message>
        <source>The keys could not be read</source>
        <translation>Не удалось прочитать ключи</translation>
    </message>
    <message>
        <source>No API keys yet</source>
        <translation>API-ключей пока нет</translation>
    </message>
    <message>
        <source>A key lets your programs send requests.</source>
        <translation>С ключом ваши программы отправляют запросы.</translation>
    </message>
    <message>
        <source>No key matches</source>
        <translation>Ключ не найден</translation>
    </message>
    <message>
        <source>Nothing has this in its description, key or addresses.</source>
        <translation>Этого нет ни в описании, ни в ключе, ни в адресах.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>View Requests</source>
        <translation>Показать запросы</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Изменить…</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Отключить</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Включить</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Заменить…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Sort By</source>
        <translation>Сортировать по</translation>
    </message>
</context>
<context>
    <name>Balance</name>
    <message>
        <source>used up: requests are refused</source>
        <translation>исчерпано: запросы отклоняются</translation>
    </message>
    <message>
        <source>almost used up: below {amount}</source>
        <translation>почти исчерпано: ниже {amount}</translation>
    </message>
    <message>
        <source>running low: below {amount}</source>
        <translation>заканчивается: ниже {amount}</translation>
    </message>
</context>
<context>
    <name>Billing</name>
    <message>
        <source>Top-up</source>
        <translation>Пополнение</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Использование</translation>
    </message>
    <message>
        <source>Bonus</source>
        <translation>Бонус</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Возврат</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>Корректировка</translation>
    </message>
    <message>
        <source>{time_left} at this rate</source>
        <translation>{time_left} при таком расходе</translation>
    </message>
    <message>
        <source>more than a year left</source>
        <translation>хватит больше чем на год</translation>
    </message>
    <message>
        <source>less than an hour left</source>
        <translation>хватит меньше чем на час</translation>
    </message>
    <message>
        <source>used up: requests are refused until credits are added</source>
        <translation>исчерпано: запросы отклоняются до пополнения</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>Nothing is left of the credits.</source>
        <translation>От средств ничего не осталось.</translation>
    </message>
    <message>
        <source>the credits last more than a year at this rate</source>
        <translation>при таком расходе средств хватит больше чем на год</translation>
    </message>
    <message>
        <source>&gt; 1 year</source>
        <translation>&gt; 1 года</translation>
    </message>
    <message>
        <source>nothing was spent lately, so the credits last</source>
        <translation>в последнее время расходов не было, средства сохраняются</translation>
    </message>
    <message>
        <source>A forecast comes back with the next spend.</source>
        <translation>Прогноз появится при следующем расходе.</translation>
    </message>
    <message>
        <source>No spend</source>
        <translation>Нет расходов</translation>
    </message>
    <message>
        <source>too little data: </source>
        <translation>мало данных: </translation>
    </message>
    <message>
        <source>spend on {active} of {wanted} days so far</source>
        <translation>дней с расходами: {active} из {wanted}</translation>
    </message>
    <message>
        <source>a full week since the first spend is needed</source>
        <translation>нужна полная неделя с первого расхода</translation>
    </message>
    <message>
        <source>A forecast needs spend on at least {wanted} of the past 56 days and one whole week; so far there was spend on {active}.</source>
        <translation>Для прогноза нужны расходы не менее чем в {wanted} из последних 56 дней и целая неделя; пока дней с расходами: {active}.</translation>
    </message>
    <message>
        <source>likely {likely}, not before {early}, maybe not within a year</source>
        <translation>вероятно, {likely}, не раньше {early}, возможно, не в течение года</translation>
    </message>
    <message>
        <source>likely about {likely} UTC, between {early} and {late}</source>
        <translation>вероятно, около {likely} UTC, между {early} и {late}</translation>
    </message>
    <message>
        <source>likely {likely}, between {early} and {late}</source>
        <translation>вероятно, {likely}, между {early} и {late}</translation>
    </message>
    <message>
        <source>Most likely {likely} UTC; with a chance of 80 % after {early} UTC, maybe not within a year</source>
        <translation>Вероятнее всего, {likely} UTC; с вероятностью 80 % после {early} UTC, возможно, не в течение года</translation>
    </message>
    <message>
        <source>Most likely {likely} UTC; with a chance of 80 % from {early} to {late} UTC</source>
        <translation>Вероятнее всего, {likely} UTC; с вероятностью 80 % с {early} до {late} UTC</translation>
    </message>
    <message>
        <source>The coming days are expected to cost {amount} each.</source>
        <translation>Ожидаемый расход на каждый из ближайших дней: {amount}.</translation>
    </message>
    <message>
        <source>What {model} costs is not known.</source>
        <translation>Сколько стоит {model}, неизвестно.</translation>
    </message>
    <message>
        <source>No tokens were used in these days.</source>
        <translation>В эти дни токены не использовались.</translation>
    </message>
    <message>
        <source>The same tokens on {model} would have cost {amount}.</source>
        <translation>Те же токены на {model} стоили бы {amount}.</translation>
    </message>
    <message>
        <source>The same tokens on {model} would have cost {amount}, {compared}.</source>
        <translation>Те же токены на {model} стоили бы {amount}, {compared}.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>столько же</translation>
    </message>
    <message>
        <source>{share} less</source>
        <translation>на {share} меньше</translation>
    </message>
    <message>
        <source>{share} more</source>
        <translation>на {share} больше</translation>
    </message>
    <message>
        <source>{days} (UTC): {input} input and {output} output tokens of {models}</source>
        <translation>{days} (UTC): входных токенов {input}, выходных {output}, {models}</translation>
    </message>
    <message>
        <source>{days} (UTC), today so far included: {input} input and {output} output tokens of {models}</source>
        <translation>{days} (UTC), включая сегодня на данный момент: входных токенов {input}, выходных {output}, {models}</translation>
    </message>
    <message>
        <source>They cost exactly {amount}.</source>
        <translation>Их точная стоимость: {amount}.</translation>
    </message>
    <message>
        <source>At {prices}: {about}{amount}.</source>
        <translation>При цене {prices}: {about}{amount}.</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>цена неизвестна</translation>
    </message>
    <message>
        <source>{input} input, {output} output a million tokens</source>
        <translation>{input} за вход, {output} за выход за миллион токенов</translation>
    </message>
    <message>
        <source>A rough guide: models cut the same text into different numbers of tokens.</source>
        <translation>Грубая оценка: модели делят один и тот же текст на разное число токенов.</translation>
    </message>
    <message>
        <source>The ledger&apos;s usage is {amount} more than its requests cost.</source>
        <translation>Использование по выписке на {amount} больше стоимости запросов.</translation>
    </message>
    <message>
        <source>The ledger&apos;s usage is {amount} less than its requests cost.</source>
        <translation>Использование по выписке на {amount} меньше стоимости запросов.</translation>
    </message>
    <message>
        <source>Usage transactions took {usage}, and all requests in the log cost {requests}. Charges without a request, discounts or corrections can make the two differ.</source>
        <translation>Списания за использование составили {usage}, а все запросы в журнале стоят {requests}. Разница возможна из-за списаний без запроса, скидок или корректировок.</translation>
    </message>
    <message>
        <source>The balance is {amount} more than the transactions add up to.</source>
        <translation>Баланс на {amount} больше суммы операций.</translation>
    </message>
    <message>
        <source>The balance is {amount} less than the transactions add up to.</source>
        <translation>Баланс на {amount} меньше суммы операций.</translation>
    </message>
    <message>
        <source>The first balance and all movements since add up to {moved}, and the account has {balance}. A movement may be missing from the server&apos;s list.</source>
        <translation>Начальный баланс и все движения дают {moved}, а на счёте {balance}. Возможно, в списке сервера не хватает операции.</translation>
    </message>
</context>
<context>
    <name>BillingCardsModel</name>
    <message>
        <source>Credit Balance</source>
        <translation>Баланс</translation>
    </message>
    <message>
        <source>Credits Run Out</source>
        <translation>Средства закончатся</translation>
    </message>
    <message>
        <source>Spend Today</source>
        <translation>Расходы сегодня</translation>
    </message>
    <message>
        <source>so far, since 00:00 UTC</source>
        <translation>на данный момент, с 00:00 UTC</translation>
    </message>
    <message>
        <source>Spend This Month</source>
        <translation>Расходы за месяц</translation>
    </message>
    <message>
        <source>so far, since {day} UTC</source>
        <translation>на данный момент, с {day} UTC</translation>
    </message>
    <message>
        <source>Projected This Month</source>
        <translation>Прогноз на месяц</translation>
    </message>
    <message>
        <source>too little data: {missing}</source>
        <translation>мало данных: {missing}</translation>
    </message>
    <message>
        <source>estimate: {sum}</source>
        <translation>оценка: {sum}</translation>
    </message>
    <message>
        <source>nothing more until credits are added</source>
        <translation>больше ничего до пополнения</translation>
    </message>
    <message>
        <source>{spent} spent + {expected} expected</source>
        <translation>{spent} потрачено + {expected} ожидается</translation>
    </message>
    <message>
        <source>An estimate of the whole month, to {end} UTC</source>
        <translation>Оценка за весь месяц, до {end} UTC</translation>
    </message>
    <message>
        <source>Spent so far: exactly {amount}</source>
        <translation>Потрачено: точно {amount}</translation>
    </message>
    <message>
        <source>Expected for the rest: {amount}, at {rate} a day</source>
        <translation>Ожидается до конца: {amount}, по {rate} в день</translation>
    </message>
    <message>
        <source>The balance does not reach that far: credits are taken to be added in time.</source>
        <translation>На столько средств не хватит: предполагается, что баланс пополнят вовремя.</translation>
    </message>
    <message>
        <source>Waiting for the first answer.</source>
        <translation>Ожидание первого ответа.</translation>
    </message>
    <message>
        <source>Not read. Refresh tries again.</source>
        <translation>Не прочитано. «Обновить» повторит попытку.</translation>
    </message>
    <message>
        <source>The newest figures are older: of this time nothing is known yet.</source>
        <translation>Последние данные старше: об этом времени пока ничего не известно.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>пока не известно</translation>
    </message>
    <message>
        <source>Exactly {amount}</source>
        <translation>Точно {amount}</translation>
    </message>
    <message>
        <source>As of {time} UTC, {age}</source>
        <translation>На {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>BillingDesk</name>
    <message>
        <source>Billing</source>
        <translation>Оплата</translation>
    </message>
</context>
<context>
    <name>BillingModel</name>
    <message>
        <source>Balance</source>
        <translation>Баланс</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Расходы</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Операции</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Из сумм сервера</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Из сохранённой здесь истории</translation>
    </message>
    <message>
        <source>The server&apos;s list</source>
        <translation>Список сервера</translation>
    </message>
    <message>
        <source>loading: {count} so far</source>
        <translation>загрузка: пока {count}</translation>
    </message>
    <message>
        <source>{count}, live</source>
        <translation>{count}, онлайн</translation>
    </message>
    <message>
        <source>{name} as of {time} UTC, {age}</source>
        <translation>{name}: на {time} UTC, {age}</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC, {age}</source>
        <translation>{source}, на {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>BillingPage</name>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Открыть документацию</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>No spend yet</source>
        <translation>Расходов пока нет</translation>
    </message>
    <message>
        <source>Send a request, and see here what it cost.</source>
        <translation>Отправьте запрос и посмотрите здесь, сколько он стоил.</translation>
    </message>
    <message>
        <source>The spend could not be read</source>
        <translation>Не удалось прочитать расходы</translation>
    </message>
    <message>
        <source>Export Transactions</source>
        <translation>Экспорт операций</translation>
    </message>
</context>
<context>
    <name>ChoicePopup</name>
    <message>
        <source>Search {name}</source>
        <translation>Поиск: {name}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
    <message>
        <source>Clear {name}</source>
        <translation>Очистить: {name}</translation>
    </message>
    <message numerus="yes">
        <source>{count} chosen</source>
        <translation>
            <numerusform>{count} выбран</numerusform>
            <numerusform>{count} выбрано</numerusform>
            <numerusform>{count} выбрано</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>No models in the log yet</source>
        <translation>В журнале пока нет моделей</translation>
    </message>
    <message>
        <source>No endpoints in the log yet</source>
        <translation>В журнале пока нет эндпоинтов</translation>
    </message>
    <message>
        <source>No API keys in the log yet</source>
        <translation>В журнале пока нет API-ключей</translation>
    </message>
</context>
<context>
    <name>ColumnsMenu</name>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Reset Columns</source>
        <translation>Сбросить столбцы</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Sort by This</source>
        <translation>Сортировать по этому</translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation>Влево</translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation>Вправо</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>Шире</translation>
    </message>
    <message>
        <source>Narrower</source>
        <translation>Уже</translation>
    </message>
</context>
<context>
    <name>CommandListView</name>
    <message>
        <source>Commands</source>
        <translation>Команды</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command Palette</source>
        <translation>Палитра команд</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Поиск команд</translation>
    </message>
    <message>
        <source>Go to a page, key or model, or do something</source>
        <translation>Перейти к странице, ключу или модели или выполнить действие</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>Совпадений нет</translation>
    </message>
    <message>
        <source>↑ ↓ to move · Enter to choose · Esc to close</source>
        <translation>↑ ↓ — перемещение · Enter — выбор · Esc — закрыть</translation>
    </message>
    <message numerus="yes">
        <source>{count} results</source>
        <translation>
            <numerusform>{count} результат</numerusform>
            <numerusform>{count} результата</numerusform>
            <numerusform>{count} результатов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Действие</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Фильтр</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
</context>
<context>
    <name>CommandsDesk</name>
    <message>
        <source>Command Palette</source>
        <translation>Палитра команд</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Add Account</source>
        <translation>Добавить аккаунт</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Документация</translation>
    </message>
    <message>
        <source>Save Diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Лицензии</translation>
    </message>
    <message>
        <source>About Binom Desktop</source>
        <translation>О Binom Desktop</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>All requests</source>
        <translation>Все запросы</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>Неудачные запросы</translation>
    </message>
    <message>
        <source>Rate-limited requests (429)</source>
        <translation>Запросы сверх лимита частоты (429)</translation>
    </message>
    <message>
        <source>Server errors (5xx)</source>
        <translation>Ошибки сервера (5xx)</translation>
    </message>
    <message>
        <source>Today&apos;s requests</source>
        <translation>Запросы за сегодня</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Tables and charts</source>
        <translation>Таблицы и графики</translation>
    </message>
    <message>
        <source>Search or filter</source>
        <translation>Поиск или фильтр</translation>
    </message>
    <message>
        <source>Copy the chosen rows</source>
        <translation>Копировать выбранные строки</translation>
    </message>
    <message>
        <source>Open the chosen row</source>
        <translation>Открыть выбранную строку</translation>
    </message>
    <message>
        <source>Walk along a chart</source>
        <translation>Двигаться по графику</translation>
    </message>
    <message>
        <source>Close a pane, a menu or a mark</source>
        <translation>Закрыть панель, меню или отметку</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Connecting</source>
        <translation>Подключение</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Онлайн</translation>
    </message>
    <message>
        <source>Rejoining</source>
        <translation>Переподключение</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Приостановлено</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Офлайн</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Выход выполнен</translation>
    </message>
    <message>
        <source>Polling</source>
        <translation>Опрос</translation>
    </message>
    <message>
        <source>Connection: {state}</source>
        <translation>Соединение: {state}</translation>
    </message>
    <message>
        <source>You are signed out. Everything here is kept.</source>
        <translation>Вы вышли. Всё здесь сохранено.</translation>
    </message>
    <message>
        <source>Sign In</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Rejoining the server…</source>
        <translation>Переподключение к серверу…</translation>
    </message>
    <message>
        <source>Rejoin failed. Trying again in {seconds} s.</source>
        <translation>Не удалось переподключиться. Повтор через {seconds} с.</translation>
    </message>
    <message>
        <source>Retry Now</source>
        <translation>Повторить сейчас</translation>
    </message>
    <message>
        <source>Failed to resume the session.</source>
        <translation>Не удалось возобновить сеанс.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>The session has been paused by the server.</source>
        <translation>Сервер приостановил сеанс.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Возобновить</translation>
    </message>
    <message>
        <source>No network.</source>
        <translation>Нет сети.</translation>
    </message>
    <message>
        <source>the server gave no reason</source>
        <translation>сервер не назвал причину</translation>
    </message>
    <message>
        <source>Failed to rejoin: {reason}.</source>
        <translation>Не удалось переподключиться: {reason}.</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Re&amp;port</source>
        <translation>&amp;Отчёт</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>Копировать отчёт</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Перезапустить</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>Скопировано в буфер обмена.</translation>
    </message>
</context>
<context>
    <name>CrashReports</name>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>Произошла непредвиденная ошибка</translation>
    </message>
    <message>
        <source>Your data is kept and you can go on. The report has no keys in it; pass it on if this happens again.</source>
        <translation>Ваши данные сохранены, можно продолжать. В отчёте нет ключей; передайте его, если это повторится.</translation>
    </message>
    <message>
        <source>The last run ended unexpectedly</source>
        <translation>Прошлый запуск завершился неожиданно</translation>
    </message>
    <message>
        <source>Your data was kept. The report has no keys in it; pass it on if this happens again.</source>
        <translation>Ваши данные сохранены. В отчёте нет ключей; передайте его, если это повторится.</translation>
    </message>
</context>
<context>
    <name>CriteriaText</name>
    <message>
        <source>Date</source>
        <translation>Дата</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Эндпоинт</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Всё время</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Past 7 days</source>
        <translation>Последние 7 дней</translation>
    </message>
    <message>
        <source>Past 30 days</source>
        <translation>Последние 30 дней</translation>
    </message>
    <message>
        <source>Past 90 days</source>
        <translation>Последние 90 дней</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Этот месяц</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Прошлый месяц</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Другой…</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>До {day}</translation>
    </message>
    <message>
        <source>From {day}</source>
        <translation>С {day}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Successful</source>
        <translation>Успешные</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Неудачные</translation>
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
        <translation>{first} и ещё {number}</translation>
    </message>
</context>
<context>
    <name>DailySeriesModel</name>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Данных пока нет</translation>
    </message>
    <message>
        <source>{days} days, {count} requests</source>
        <translation>Дней: {days}, запросов: {count}</translation>
    </message>
    <message>
        <source>{span}, peak {peak} on {day}, {today} today so far</source>
        <translation>{span}, пик {peak} — {day}, сегодня на данный момент {today}</translation>
    </message>
    <message>
        <source>{day}, today so far</source>
        <translation>{day}, сегодня на данный момент</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>День (UTC)</translation>
    </message>
    <message>
        <source>{day} (today so far)</source>
        <translation>{day} (сегодня на данный момент)</translation>
    </message>
</context>
<context>
    <name>DailySpendCard</name>
    <message>
        <source>Daily Spend</source>
        <translation>Расходы по дням</translation>
    </message>
    <message>
        <source>Show Daily Spend as</source>
        <translation>Показать расходы по дням как</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>График</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>Loading Daily Spend</source>
        <translation>Загрузка расходов по дням</translation>
    </message>
    <message>
        <source>past 30 days, UTC</source>
        <translation>последние 30 дней, UTC</translation>
    </message>
    <message>
        <source>{days} · ▲ top-up</source>
        <translation>{days} · ▲ пополнение</translation>
    </message>
</context>
<context>
    <name>DailySpendModel</name>
    <message>
        <source>No data yet</source>
        <translation>Данных пока нет</translation>
    </message>
    <message>
        <source>{days} days, {amount} spent</source>
        <translation>Дней: {days}, потрачено {amount}</translation>
    </message>
    <message>
        <source>peak {peak} on {day}</source>
        <translation>пик {peak} — {day}</translation>
    </message>
    <message>
        <source>{today} today so far</source>
        <translation>сегодня на данный момент {today}</translation>
    </message>
    <message numerus="yes">
        <source>topped up on {count} days by {amount}</source>
        <translation>
            <numerusform>пополнено за {count} день на {amount}</numerusform>
            <numerusform>пополнено за {count} дня на {amount}</numerusform>
            <numerusform>пополнено за {count} дней на {amount}</numerusform>
        </translation>
    </message>
    <message>
        <source>{day}, today so far</source>
        <translation>{day}, сегодня на данный момент</translation>
    </message>
    <message>
        <source>{amount} spent</source>
        <translation>потрачено {amount}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>пока не известно</translation>
    </message>
    <message>
        <source>{amount} top-up</source>
        <translation>пополнение {amount}</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>День (UTC)</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Расходы</translation>
    </message>
    <message>
        <source>Top-ups</source>
        <translation>Пополнения</translation>
    </message>
    <message>
        <source>{day}, so far</source>
        <translation>{day}, на данный момент</translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation>Пока не известно.</translation>
    </message>
    <message>
        <source>The transactions are not known.</source>
        <translation>Операции неизвестны.</translation>
    </message>
</context>
<context>
    <name>DailyVolumeCard</name>
    <message>
        <source>Daily Request Volume</source>
        <translation>Запросы по дням</translation>
    </message>
    <message>
        <source>Show Daily Request Volume as</source>
        <translation>Показать запросы по дням как</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>График</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>Loading Daily Request Volume</source>
        <translation>Загрузка запросов по дням</translation>
    </message>
</context>
<context>
    <name>DateFormat</name>
    <message>
        <source>MMM d, yyyy</source>
        <translation>d MMM yyyy</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>MMM dd</source>
        <translation>dd MMM</translation>
    </message>
    <message>
        <source>yyyy-MM-dd, ddd</source>
        <translation>yyyy-MM-dd, ddd</translation>
    </message>
    <message>
        <source>MMM dd, yyyy</source>
        <translation>dd MMM yyyy</translation>
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
        <translation>Другой период</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Первый день</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Последний день</translation>
    </message>
    <message>
        <source>First day ({zone})</source>
        <translation>Первый день ({zone})</translation>
    </message>
    <message>
        <source>Last day ({zone})</source>
        <translation>Последний день ({zone})</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Применить</translation>
    </message>
    <message>
        <source>Whole {zone} days, both included. Untick a side to leave it open.</source>
        <translation>Полные дни в {zone}, включая оба. Снимите отметку, чтобы не ограничивать сторону.</translation>
    </message>
    <message>
        <source>Tick at least one side.</source>
        <translation>Отметьте хотя бы одну сторону.</translation>
    </message>
    <message>
        <source>The first day is after the last day.</source>
        <translation>Первый день позже последнего.</translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message>
        <source>Previous month</source>
        <translation>Предыдущий месяц</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Следующий месяц</translation>
    </message>
</context>
<context>
    <name>DeleteKeyDialog</name>
    <message>
        <source>Delete API Key</source>
        <translation>Удалить API-ключ</translation>
    </message>
    <message>
        <source>“{name}” ({hint}) stops working at once and for good. Its past requests stay in the log. Last used: {age}.</source>
        <translation>«{name}» ({hint}) перестанет работать сразу и навсегда. Прошлые запросы останутся в журнале. Последнее использование: {age}.</translation>
    </message>
    <message>
        <source>&amp;Type the description to confirm</source>
        <translation>&amp;Введите описание для подтверждения</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Удаление…</translation>
    </message>
</context>
<context>
    <name>Desks</name>
    <message>
        <source>This desktop has no tray, so closing the window quits Binom Desktop.</source>
        <translation>В этой системе нет области уведомлений, поэтому закрытие окна завершает Binom Desktop.</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>{reason} The file is kept as {file}, and the usual settings hold.</source>
        <translation>{reason} Файл сохранён как {file}, действуют обычные настройки.</translation>
    </message>
    <message>
        <source>The history begins anew: {reason} The old one is kept as {file}.</source>
        <translation>История начинается заново: {reason} Старая сохранена как {file}.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDesk</name>
    <message>
        <source>Save Diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>ZIP archive (*.zip)</source>
        <translation>Архив ZIP (*.zip)</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Connected as {username}. Credit Balance: {balance}</source>
        <translation>Подключено: {username}. Баланс: {balance}</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached. Check its address and your network, then try again.</source>
        <translation>Сервер недоступен. Проверьте его адрес и сеть и повторите попытку.</translation>
    </message>
    <message>
        <source>Something went wrong. The log says more.</source>
        <translation>Что-то пошло не так. Подробности в журнале.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t know this key, or it was disabled. Check it, or use another key.</source>
        <translation>Сервер не знает этот ключ, или ключ отключён. Проверьте его или используйте другой.</translation>
    </message>
    <message>
        <source>The account has no credits left. Add credits, then try again.</source>
        <translation>На счёте не осталось средств. Пополните баланс и повторите попытку.</translation>
    </message>
    <message>
        <source>Too many calls. Try again in {seconds} s.</source>
        <translation>Слишком много обращений. Повторите через {seconds} с.</translation>
    </message>
    <message>
        <source>Too many calls. Try again in a moment.</source>
        <translation>Слишком много обращений. Повторите немного позже.</translation>
    </message>
    <message>
        <source>The server failed (status {status}). Try again in a moment.</source>
        <translation>Ошибка сервера (статус {status}). Повторите немного позже.</translation>
    </message>
    <message>
        <source>This address doesn&apos;t answer like a Binom.Router server. Check the address.</source>
        <translation>По этому адресу отвечает не сервер Binom.Router. Проверьте адрес.</translation>
    </message>
    <message>
        <source>{text} (request {id})</source>
        <translation>{text} (запрос {id})</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Requests per Day</source>
        <translation>Запросы по дням</translation>
    </message>
    <message>
        <source>Requests per {days} Days</source>
        <translation>Запросы, дней в шаге: {days}</translation>
    </message>
    <message>
        <source>{first} to {last} (UTC), peak {peak} on {day}</source>
        <translation>{first} — {last} (UTC), пик {peak} — {day}</translation>
    </message>
    <message>
        <source>Usage by Model</source>
        <translation>Использование по моделям</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Доля</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Прочее</translation>
    </message>
    <message>
        <source>No requests match</source>
        <translation>Подходящих запросов нет</translation>
    </message>
    <message>
        <source>By Status</source>
        <translation>По статусам</translation>
    </message>
    <message>
        <source>By Model</source>
        <translation>По моделям</translation>
    </message>
    <message>
        <source>Exported {time} UTC</source>
        <translation>Экспортировано {time} UTC</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Период</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Фильтры</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Ошибки</translation>
    </message>
    <message>
        <source>{share} of requests</source>
        <translation>{share} запросов</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>{input} input, {output} output</source>
        <translation>вход {input}, выход {output}</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Страница {page} из {pages}</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Ход экспорта</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <source>Exporting {format}: {done} of {total}</source>
        <translation>Экспорт {format}: {done} из {total}</translation>
    </message>
    <message numerus="yes">
        <source>Exported {count} requests to {file}</source>
        <translation>
            <numerusform>{count} запрос экспортирован в {file}</numerusform>
            <numerusform>{count} запроса экспортировано в {file}</numerusform>
            <numerusform>{count} запросов экспортировано в {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Export cancelled. Nothing was written.</source>
        <translation>Экспорт отменён. Ничего не записано.</translation>
    </message>
</context>
<context>
    <name>FeedCard</name>
    <message>
        <source>Mark All Read</source>
        <translation>Отметить все прочитанными</translation>
    </message>
    <message>
        <source>Loading {title}</source>
        <translation>Загрузка: {title}</translation>
    </message>
</context>
<context>
    <name>FeedTable</name>
    <message>
        <source>Alert Log</source>
        <translation>Журнал оповещений</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Filters</source>
        <translation>Фильтры</translation>
    </message>
    <message>
        <source>Search requests</source>
        <translation>Поиск запросов</translation>
    </message>
    <message>
        <source>Search id or error</source>
        <translation>Поиск по id или ошибке</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Сбросить фильтры</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Remove filter {name}</source>
        <translation>Убрать фильтр {name}</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
</context>
<context>
    <name>FreedesktopNotifications</name>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Документация</translation>
    </message>
    <message>
        <source>Save Diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Лицензии</translation>
    </message>
    <message>
        <source>About Binom Desktop</source>
        <translation>О Binom Desktop</translation>
    </message>
    <message>
        <source>Opens {url} in your browser</source>
        <translation>Открывает {url} в браузере</translation>
    </message>
    <message>
        <source>No browser could be opened. The address is {url}</source>
        <translation>Не удалось открыть браузер. Адрес: {url}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Версия</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Лицензия</translation>
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
        <translation>Система</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
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
        <translation>Справка</translation>
    </message>
</context>
<context>
    <name>HelpMenu</name>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Account</source>
        <translation>Аккаунт</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Оплата</translation>
    </message>
    <message>
        <source>Announcement</source>
        <translation>Объявление</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Не прочитано</translation>
    </message>
</context>
<context>
    <name>InboxModel</name>
    <message>
        <source>Time ({zone})</source>
        <translation>Время ({zone})</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Важность</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Заголовок</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
</context>
<context>
    <name>KeyDetailView</name>
    <message>
        <source>API key details</source>
        <translation>Сведения об API-ключе</translation>
    </message>
    <message>
        <source>All Keys</source>
        <translation>Все ключи</translation>
    </message>
    <message>
        <source>View Requests</source>
        <translation>Показать запросы</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Заменить</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Stop Watching</source>
        <translation>Не наблюдать</translation>
    </message>
    <message>
        <source>Rate Limit</source>
        <translation>Лимит частоты</translation>
    </message>
    <message>
        <source>IP Restrictions</source>
        <translation>Ограничение по IP</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создан</translation>
    </message>
    <message>
        <source>Last Used</source>
        <translation>Последнее использование</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Включён</translation>
    </message>
    <message>
        <source>Disable Old Key</source>
        <translation>Отключить старый ключ</translation>
    </message>
    <message>
        <source>Delete Old Key</source>
        <translation>Удалить старый ключ</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Create New API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Edit API Key</source>
        <translation>Изменить API-ключ</translation>
    </message>
    <message>
        <source>Rotate API Key</source>
        <translation>Заменить API-ключ</translation>
    </message>
    <message>
        <source>Limit requests a minute</source>
        <translation>Ограничить запросы в минуту</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Save Changes</source>
        <translation>Сохранить изменения</translation>
    </message>
    <message>
        <source>Creates a successor of “{name}” ({hint}) with the same limits. The old key goes on working: it is watched until nothing uses it any more.</source>
        <translation>Создаёт преемника ключа «{name}» ({hint}) с теми же ограничениями. Старый ключ продолжит работать: за ним ведётся наблюдение, пока им не перестанут пользоваться.</translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>Создание…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Сохранение…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>{reason} The key may exist already. Try Again asks for the same one: no second key is made, and its secret is not lost.</source>
        <translation>{reason} Возможно, ключ уже существует. «Повторить» запросит тот же ключ: второй не появится, и секрет не потеряется.</translation>
    </message>
    <message>
        <source>Somebody else changed this key meanwhile. {changes} Your own changes stand; save them again.</source>
        <translation>Тем временем кто-то изменил этот ключ. {changes} Ваши изменения на месте; сохраните их ещё раз.</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Продакшн</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Запросов в минуту</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Описание</translation>
    </message>
    <message>
        <source>&amp;IP Restrictions</source>
        <translation>Ограничение по &amp;IP</translation>
    </message>
</context>
<context>
    <name>KeysDesk</name>
    <message>
        <source>API Keys</source>
        <translation>API-ключи</translation>
    </message>
    <message>
        <source>“{name}” could not be enabled.</source>
        <translation>Не удалось включить «{name}».</translation>
    </message>
    <message>
        <source>“{name}” could not be disabled.</source>
        <translation>Не удалось отключить «{name}».</translation>
    </message>
    <message>
        <source>It is the key that this app signs in with. Sign in with another key first.</source>
        <translation>С этим ключом выполнен вход в приложение. Сначала войдите с другим ключом.</translation>
    </message>
    <message>
        <source>“{name}” exists no longer: it was deleted elsewhere.</source>
        <translation>«{name}» больше не существует: ключ удалён в другом месте.</translation>
    </message>
    <message>
        <source>The account is not open yet. Try again in a moment.</source>
        <translation>Аккаунт ещё не открыт. Повторите немного позже.</translation>
    </message>
    <message>
        <source>A key “{name}” may have been created although its secret never arrived. If it is in the list, delete it.</source>
        <translation>Возможно, ключ «{name}» был создан, но его секрет не пришёл. Если он есть в списке, удалите его.</translation>
    </message>
</context>
<context>
    <name>LanguageField</name>
    <message>
        <source>Restart Now</source>
        <translation>Перезапустить</translation>
    </message>
</context>
<context>
    <name>LastErrorsCard</name>
    <message>
        <source>Last Errors</source>
        <translation>Последние ошибки</translation>
    </message>
    <message>
        <source>None of its requests failed.</source>
        <translation>Ни один из его запросов не завершился ошибкой.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Загрузка…</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>Лицензии</translation>
    </message>
    <message>
        <source>Binom Desktop is free software under the MIT licence, and is made of these parts.</source>
        <translation>Binom Desktop — свободная программа под лицензией MIT; она состоит из этих частей.</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Части</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Лицензия</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Collecting the licences…</source>
        <translation>Сбор лицензий…</translation>
    </message>
    <message>
        <source>The licences can&apos;t be read. They are in the folder “licences” beside the program.</source>
        <translation>Не удалось прочитать лицензии. Они лежат в папке «licences» рядом с программой.</translation>
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
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
    </message>
</context>
<context>
    <name>ModelBars</name>
    <message>
        <source>Usage by Model</source>
        <translation>Использование по моделям</translation>
    </message>
</context>
<context>
    <name>ModelUsageCard</name>
    <message>
        <source>Usage by Model</source>
        <translation>Использование по моделям</translation>
    </message>
    <message>
        <source>Compare models by</source>
        <translation>Сравнить модели по</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Loading Usage by Model</source>
        <translation>Загрузка использования по моделям</translation>
    </message>
    <message>
        <source>No requests in these days.</source>
        <translation>В эти дни запросов не было.</translation>
    </message>
</context>
<context>
    <name>ModelUsageModel</name>
    <message>
        <source>No data yet</source>
        <translation>Данных пока нет</translation>
    </message>
    <message>
        <source>Share of cost, past {days} days: {parts}</source>
        <translation>Доля стоимости, последних дней: {days}: {parts}</translation>
    </message>
    <message>
        <source>Share of requests, past {days} days: {parts}</source>
        <translation>Доля запросов, последних дней: {days}: {parts}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Доля</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Прочее</translation>
    </message>
    <message>
        <source>{count} smaller models together</source>
        <translation>Остальные модели вместе: {count}</translation>
    </message>
    <message>
        <source>{requests} requests, {cost}, {share}</source>
        <translation>Запросов: {requests}, {cost}, {share}</translation>
    </message>
</context>
<context>
    <name>NavigationList</name>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
</context>
<context>
    <name>NotificationsCard</name>
    <message>
        <source>Mark Read</source>
        <translation>Отметить прочитанным</translation>
    </message>
    <message>
        <source>Open Link…</source>
        <translation>Открыть ссылку…</translation>
    </message>
    <message>
        <source>The notifications could not be read: {reason} Refresh tries again.</source>
        <translation>Не удалось прочитать уведомления: {reason} «Обновить» повторит попытку.</translation>
    </message>
    <message>
        <source>No notifications yet</source>
        <translation>Уведомлений пока нет</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
</context>
<context>
    <name>OverviewBody</name>
    <message>
        <source>Create API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Открыть документацию</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>No usage data yet</source>
        <translation>Данных об использовании пока нет</translation>
    </message>
    <message>
        <source>Send a request, and watch it arrive here.</source>
        <translation>Отправьте запрос и посмотрите, как он появится здесь.</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Запросов пока нет</translation>
    </message>
    <message>
        <source>Your ten newest requests will stand here.</source>
        <translation>Здесь будут десять последних запросов.</translation>
    </message>
    <message>
        <source>These figures could not be read</source>
        <translation>Не удалось прочитать эти данные</translation>
    </message>
    <message>
        <source>Create a key, send a request, and watch it arrive here.</source>
        <translation>Создайте ключ, отправьте запрос и посмотрите, как он появится здесь.</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Обзор</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Detailed Reports</source>
        <translation>Подробные отчёты</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Документация</translation>
    </message>
</context>
<context>
    <name>OverviewStateModel</name>
    <message>
        <source>Loading history: {held} of {total}</source>
        <translation>Загрузка истории: {held} из {total}</translation>
    </message>
    <message>
        <source>Charts and requests not refreshed since {time} UTC</source>
        <translation>Графики и запросы не обновлялись с {time} UTC</translation>
    </message>
    <message>
        <source>Account figures not refreshed since {time} UTC</source>
        <translation>Данные аккаунта не обновлялись с {time} UTC</translation>
    </message>
    <message>
        <source>Figures not refreshed since {time} UTC</source>
        <translation>Данные не обновлялись с {time} UTC</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Из сумм сервера</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Из сохранённой здесь истории</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC, {age}</source>
        <translation>{source}, на {time} UTC, {age}</translation>
    </message>
    <message>
        <source>past {days} days, UTC</source>
        <translation>последних дней: {days}, UTC</translation>
    </message>
    <message>
        <source>newest ten, live</source>
        <translation>последние десять, онлайн</translation>
    </message>
    <message>
        <source>newest ten</source>
        <translation>последние десять</translation>
    </message>
    <message>
        <source>{count} failed in {days} days</source>
        <translation>С ошибкой: {count}, дней: {days}</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Refresh ({keys})</source>
        <translation>Обновить ({keys})</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>the page&apos;s data did not come</source>
        <translation>данные страницы не пришли</translation>
    </message>
    <message>
        <source>nobody is signed in</source>
        <translation>никто не вошёл</translation>
    </message>
    <message>
        <source>the app was ended</source>
        <translation>приложение было завершено</translation>
    </message>
</context>
<context>
    <name>QuietHoursField</name>
    <message>
        <source>Quiet from</source>
        <translation>Тишина с</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Тишина до</translation>
    </message>
</context>
<context>
    <name>RecentRequestsCard</name>
    <message>
        <source>Recent Requests</source>
        <translation>Последние запросы</translation>
    </message>
    <message>
        <source>View All</source>
        <translation>Показать все</translation>
    </message>
    <message>
        <source>Loading Recent Requests</source>
        <translation>Загрузка последних запросов</translation>
    </message>
</context>
<context>
    <name>RecentRequestsTable</name>
    <message>
        <source>Recent Requests</source>
        <translation>Последние запросы</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Rename Account</source>
        <translation>Переименовать аккаунт</translation>
    </message>
    <message>
        <source>What the account is called on this computer. Nothing changes on the server.</source>
        <translation>Как аккаунт называется на этом компьютере. На сервере ничего не изменится.</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Имя</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>{count} or more since. The log has them.</source>
        <translation>С тех пор ещё {count} или больше. Подробности в журнале.</translation>
    </message>
    <message>
        <source>Binom Desktop ended unexpectedly last time.</source>
        <translation>В прошлый раз Binom Desktop завершился неожиданно.</translation>
    </message>
    <message>
        <source>Diagnostics are saved as {file}. Look through them before you pass them on.</source>
        <translation>Диагностика сохранена в {file}. Просмотрите её, прежде чем передавать.</translation>
    </message>
</context>
<context>
    <name>RequestColumn</name>
    <message>
        <source>Timestamp ({zone})</source>
        <translation>Время ({zone})</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Эндпоинт</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Задержка</translation>
    </message>
    <message>
        <source>{input} input, {output} output tokens</source>
        <translation>входных токенов {input}, выходных {output}</translation>
    </message>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} мс</translation>
    </message>
</context>
<context>
    <name>RequestDetail</name>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} мс</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Эндпоинт</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Всего</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Задержка</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
</context>
<context>
    <name>RequestDetailPane</name>
    <message>
        <source>Request details</source>
        <translation>Сведения о запросе</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>Choose a request to see all of it.</source>
        <translation>Выберите запрос, чтобы увидеть всё.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Копировать как JSON</translation>
    </message>
    <message>
        <source>Copy Id</source>
        <translation>Копировать id</translation>
    </message>
    <message>
        <source>Close details</source>
        <translation>Закрыть сведения</translation>
    </message>
</context>
<context>
    <name>RequestLogModel</name>
    <message>
        <source>Loading history: {held} of {total}</source>
        <translation>Загрузка истории: {held} из {total}</translation>
    </message>
    <message>
        <source>{count} since {month}, here and offline</source>
        <translation>{count} с {month}, здесь и офлайн</translation>
    </message>
    <message>
        <source>{matching} of {held}</source>
        <translation>{matching} из {held}</translation>
    </message>
    <message>
        <source>{requests} requests · {tokens} tokens · {cost}</source>
        <translation>Запросов: {requests} · токенов: {tokens} · {cost}</translation>
    </message>
    <message>
        <source>{errors} failed
{input} input, {output} output tokens
Exactly {cost}</source>
        <translation>С ошибкой: {errors}
Входных токенов {input}, выходных {output}
Точно {cost}</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>Новых: {count}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>Ещё {count}</translation>
    </message>
</context>
<context>
    <name>RequestLogTable</name>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
</context>
<context>
    <name>RequestsDesk</name>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
</context>
<context>
    <name>RequestsPage</name>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Сбросить фильтры</translation>
    </message>
    <message>
        <source>View Documentation</source>
        <translation>Открыть документацию</translation>
    </message>
    <message>
        <source>Loading Requests</source>
        <translation>Загрузка запросов</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Запросов пока нет</translation>
    </message>
    <message>
        <source>Send a request, and watch it arrive here.</source>
        <translation>Отправьте запрос и посмотрите, как он появится здесь.</translation>
    </message>
    <message>
        <source>No requests match</source>
        <translation>Подходящих запросов нет</translation>
    </message>
    <message>
        <source>Nothing in the log fits all of these filters.</source>
        <translation>Ничто в журнале не подходит под все эти фильтры.</translation>
    </message>
    <message>
        <source>Export Requests</source>
        <translation>Экспорт запросов</translation>
    </message>
    <message>
        <source>{count} rows are too many for the clipboard. Export writes them to a file.</source>
        <translation>Строк слишком много для буфера обмена: {count}. «Экспорт» запишет их в файл.</translation>
    </message>
</context>
<context>
    <name>RulesCard</name>
    <message>
        <source>Rules</source>
        <translation>Правила</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Восстановить стандартные</translation>
    </message>
    <message>
        <source>Add Rule</source>
        <translation>Добавить правило</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Snooze 1 Hour</source>
        <translation>Отложить на 1 час</translation>
    </message>
    <message>
        <source>Snooze 1 Day</source>
        <translation>Отложить на 1 день</translation>
    </message>
    <message>
        <source>End Snooze</source>
        <translation>Больше не откладывать</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Loading Rules</source>
        <translation>Загрузка правил</translation>
    </message>
    <message>
        <source>The rules could not be read: {reason} Refresh tries again.</source>
        <translation>Не удалось прочитать правила: {reason} «Обновить» повторит попытку.</translation>
    </message>
    <message>
        <source>No rules: nothing is told to you. Add one, or restore the defaults.</source>
        <translation>Правил нет: вам ничего не сообщат. Добавьте правило или восстановите стандартные.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear the search</source>
        <translation>Очистить поиск</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Save your API key</source>
        <translation>Сохраните API-ключ</translation>
    </message>
    <message>
        <source>This is the only time that the key for “{name}” is shown. Copy it now and store it where you keep secrets.</source>
        <translation>Ключ «{name}» показывается только один раз. Скопируйте его сейчас и храните вместе с другими секретами.</translation>
    </message>
    <message>
        <source>Copy to Clipboard</source>
        <translation>Копировать в буфер обмена</translation>
    </message>
    <message>
        <source>Go Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Close Without Saving</source>
        <translation>Закрыть без сохранения</translation>
    </message>
    <message>
        <source>Test Key</source>
        <translation>Проверить ключ</translation>
    </message>
    <message>
        <source>I&apos;ve saved my key</source>
        <translation>Я сохранил(а) ключ</translation>
    </message>
    <message>
        <source>It works. {connected}</source>
        <translation>Работает. {connected}</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Anyone who has this key can spend your credits. The clipboard is cleared of it after {seconds} seconds.</source>
        <translation>Тот, у кого есть этот ключ, может тратить ваши средства. Из буфера обмена он удаляется через {seconds} с.</translation>
    </message>
    <message>
        <source>The key can&apos;t be shown again. Without it you would have to create another one.</source>
        <translation>Ключ нельзя показать ещё раз. Без него придётся создать другой.</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>Скопировано в буфер обмена.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Запрос к серверу…</translation>
    </message>
</context>
<context>
    <name>SessionDesk</name>
    <message>
        <source>Sign Out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>The data could not be deleted: {reason}. It is in {folder}.</source>
        <translation>Не удалось удалить данные: {reason}. Они находятся в {folder}.</translation>
    </message>
    <message>
        <source>{reason} The key may still be in the keyring.</source>
        <translation>{reason} Ключ, возможно, остался в хранилище ключей.</translation>
    </message>
    <message>
        <source>{reason} The key is kept for this run only.</source>
        <translation>{reason} Ключ сохраняется только до завершения работы.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Appearance</source>
        <translation>Внешний вид</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Рабочий стол</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Аккаунты</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Обновления</translation>
    </message>
    <message>
        <source>Settings File</source>
        <translation>Файл настроек</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Refresh interval</source>
        <translation>Интервал обновления</translation>
    </message>
    <message>
        <source>Real-time updates</source>
        <translation>Обновления в реальном времени</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Часовой пояс</translation>
    </message>
    <message>
        <source>Keep history</source>
        <translation>Хранить историю</translation>
    </message>
    <message>
        <source>Verify history</source>
        <translation>Проверить историю</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Запускать при входе в систему</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Работать в области уведомлений</translation>
    </message>
    <message>
        <source>Pause notifications</source>
        <translation>Приостановить уведомления</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Тихие часы</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Экспорт настроек</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Импорт настроек</translation>
    </message>
    <message>
        <source>Check for Updates</source>
        <translation>Проверять обновления</translation>
    </message>
    <message>
        <source>Newest version</source>
        <translation>Последняя версия</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it.</source>
        <translation>Светлая, тёмная или как в системе.</translation>
    </message>
    <message>
        <source>What texts, numbers, dates and amounts are written in.</source>
        <translation>На каком языке показываются тексты, числа, даты и суммы.</translation>
    </message>
    <message>
        <source>How often figures are asked for while they don&apos;t arrive by themselves.</source>
        <translation>Как часто запрашиваются данные, пока они не приходят сами.</translation>
    </message>
    <message>
        <source>Requests and figures arrive the moment they happen. Off, they are asked for at the refresh interval.</source>
        <translation>Запросы и данные приходят сразу. В выключенном состоянии они запрашиваются с интервалом обновления.</translation>
    </message>
    <message>
        <source>Whose days Usage counts, and whose times requests and alerts show. All else stays in UTC.</source>
        <translation>По чьим дням считается использование и в чьём времени показаны запросы и оповещения. Всё остальное — в UTC.</translation>
    </message>
    <message>
        <source>How long requests stay on this computer. What is dropped is not fetched again, even if you choose longer later.</source>
        <translation>Как долго запросы хранятся на этом компьютере. Удалённое не загружается снова, даже если позже выбрать больший срок.</translation>
    </message>
    <message>
        <source>Compares each day&apos;s requests with the server, and repairs what differs.</source>
        <translation>Сравнивает запросы каждого дня с сервером и исправляет расхождения.</translation>
    </message>
    <message>
        <source>Starts minimized to the tray when you log in to this computer.</source>
        <translation>Запускается свёрнутым в область уведомлений при входе в систему.</translation>
    </message>
    <message>
        <source>Closing the window leaves the app watching from the tray. Off, it quits.</source>
        <translation>После закрытия окна приложение продолжает наблюдать из области уведомлений. В выключенном состоянии оно завершается.</translation>
    </message>
    <message>
        <source>No system notifications until you switch this off. Alerts still stand in the window.</source>
        <translation>Никаких системных уведомлений, пока вы это не выключите. Оповещения по-прежнему видны в окне.</translation>
    </message>
    <message>
        <source>No system notifications in these hours, every day.</source>
        <translation>Никаких системных уведомлений в эти часы, каждый день.</translation>
    </message>
    <message>
        <source>Writes your choices to a file. Accounts and API keys are not in it.</source>
        <translation>Записывает ваши настройки в файл. Аккаунтов и API-ключей в нём нет.</translation>
    </message>
    <message>
        <source>Takes over the choices in a file. Accounts and API keys stay as they are.</source>
        <translation>Берёт настройки из файла. Аккаунты и API-ключи не меняются.</translation>
    </message>
    <message>
        <source>Asks once a day whether there is a newer version.</source>
        <translation>Раз в день спрашивает, есть ли более новая версия.</translation>
    </message>
    <message>
        <source>What the last check found.</source>
        <translation>Что показала последняя проверка.</translation>
    </message>
    <message>
        <source>Writes versions, logs and states to a file that you can send to support. No keys, names or requests are in it.</source>
        <translation>Записывает версии, журналы и состояния в файл для службы поддержки. Ключей, имён и запросов в нём нет.</translation>
    </message>
    <message>
        <source>This desktop shows no tray, so closing the window quits. Your choice counts as soon as there is one.</source>
        <translation>В этой системе нет области уведомлений, поэтому закрытие окна завершает работу. Ваш выбор вступит в силу, как только она появится.</translation>
    </message>
    <message>
        <source>dark mode light colors appearance</source>
        <translation>тёмная светлая тема цвета оформление</translation>
    </message>
    <message>
        <source>translation locale number format English German Russian</source>
        <translation>перевод язык формат чисел английский немецкий русский</translation>
    </message>
    <message>
        <source>polling update frequency seconds minutes</source>
        <translation>опрос обновление частота секунды минуты</translation>
    </message>
    <message>
        <source>live connection events polling</source>
        <translation>онлайн соединение события опрос</translation>
    </message>
    <message>
        <source>timezone UTC clock days</source>
        <translation>часовой пояс UTC часы дни</translation>
    </message>
    <message>
        <source>retention storage disk delete log</source>
        <translation>хранение диск удаление журнал</translation>
    </message>
    <message>
        <source>check repair compare server missing wrong</source>
        <translation>проверка исправление сравнение сервер пропуски ошибки</translation>
    </message>
    <message>
        <source>autostart startup launch boot</source>
        <translation>автозапуск запуск загрузка</translation>
    </message>
    <message>
        <source>background close minimize quit</source>
        <translation>фон закрыть свернуть завершить</translation>
    </message>
    <message>
        <source>mute silence alerts do not disturb</source>
        <translation>без звука тишина оповещения не беспокоить</translation>
    </message>
    <message>
        <source>do not disturb night mute silence alerts</source>
        <translation>не беспокоить ночь без звука тишина оповещения</translation>
    </message>
    <message>
        <source>backup save TOML</source>
        <translation>резервная копия сохранить TOML</translation>
    </message>
    <message>
        <source>restore load backup TOML</source>
        <translation>восстановить загрузить резервная копия TOML</translation>
    </message>
    <message>
        <source>upgrade automatic new release</source>
        <translation>обновление автоматически новая версия</translation>
    </message>
    <message>
        <source>upgrade download new release check now</source>
        <translation>обновление скачать новая версия проверить сейчас</translation>
    </message>
    <message>
        <source>support bug report log debug crash</source>
        <translation>поддержка отчёт об ошибке журнал отладка сбой</translation>
    </message>
    <message>
        <source>account switch rename sign out log out delete local data add server key</source>
        <translation>аккаунт переключить переименовать выйти удалить локальные данные добавить сервер ключ</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Система</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>The app speaks the language you chose when it starts again.</source>
        <translation>Выбранный язык появится после перезапуска приложения.</translation>
    </message>
    <message>
        <source>For good</source>
        <translation>Навсегда</translation>
    </message>
    <message>
        <source>Requests older than {period} are dropped from this computer, for every account, and are not fetched again. Export them first if you need them.</source>
        <translation>Запросы старше срока «{period}» удаляются с этого компьютера для всех аккаунтов и не загружаются снова. Если они нужны, сначала экспортируйте их.</translation>
    </message>
    <message>
        <source>No system notifications at any time: both times are the same.</source>
        <translation>Системных уведомлений нет никогда: оба времени совпадают.</translation>
    </message>
    <message>
        <source>No system notifications from {start} to {end} the next day ({zone}).</source>
        <translation>Без системных уведомлений с {start} до {end} следующего дня ({zone}).</translation>
    </message>
    <message>
        <source>No system notifications from {start} to {end} ({zone}).</source>
        <translation>Без системных уведомлений с {start} до {end} ({zone}).</translation>
    </message>
    <message>
        <source>The API key of “{name}” leaves this computer. The account stays in the list, and its history too.</source>
        <translation>API-ключ аккаунта «{name}» удаляется с этого компьютера. Аккаунт остаётся в списке, его история тоже.</translation>
    </message>
    <message>
        <source>“{name}” leaves this computer for good: its history, alerts and filters, and its API key. Nothing changes on the server, and signing in again fetches the requests that the server still has.</source>
        <translation>«{name}» удаляется с этого компьютера навсегда: история, оповещения и фильтры, а также API-ключ. На сервере ничего не изменится, и новый вход загрузит запросы, которые там ещё есть.</translation>
    </message>
    <message>
        <source>Settings exported to {file}.</source>
        <translation>Настройки экспортированы в {file}.</translation>
    </message>
    <message>
        <source>Settings imported from {file}.</source>
        <translation>Настройки импортированы из {file}.</translation>
    </message>
    <message>
        <source>{reason}. What you chose holds until the app ends.</source>
        <translation>{reason}. Ваш выбор действует до завершения приложения.</translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>Поиск настроек</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импорт…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Save Report…</source>
        <translation>Сохранить отчёт…</translation>
    </message>
    <message>
        <source>Add Account</source>
        <translation>Добавить аккаунт</translation>
    </message>
    <message>
        <source>Clear Search</source>
        <translation>Очистить поиск</translation>
    </message>
    <message>
        <source>No settings match</source>
        <translation>Настройки не найдены</translation>
    </message>
    <message>
        <source>No account is kept on this computer.</source>
        <translation>На этом компьютере нет аккаунтов.</translation>
    </message>
    <message>
        <source>Import and Shorten History</source>
        <translation>Импорт с сокращением истории</translation>
    </message>
    <message>
        <source>Import and Drop Older Requests</source>
        <translation>Импортировать и удалить старые запросы</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Nothing is called “{text}”.</source>
        <translation>Ничего с названием «{text}» нет.</translation>
    </message>
    <message>
        <source>Shorten History</source>
        <translation>Сократить историю</translation>
    </message>
    <message>
        <source>Drop Older Requests</source>
        <translation>Удалить старые запросы</translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Delete Local Data</source>
        <translation>Удалить локальные данные</translation>
    </message>
    <message>
        <source>Export Settings</source>
        <translation>Экспорт настроек</translation>
    </message>
    <message>
        <source>Import Settings</source>
        <translation>Импорт настроек</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>Настройки (*.toml)</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Sidebar</source>
        <translation>Боковая панель</translation>
    </message>
    <message>
        <source>Binom Desktop</source>
        <translation>Binom Desktop</translation>
    </message>
    <message>
        <source>Account: {username}</source>
        <translation>Аккаунт: {username}</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Type the server&apos;s address.</source>
        <translation>Введите адрес сервера.</translation>
    </message>
    <message>
        <source>This is not a server&apos;s address.</source>
        <translation>Это не адрес сервера.</translation>
    </message>
    <message>
        <source>The address must begin with https://.</source>
        <translation>Адрес должен начинаться с https://.</translation>
    </message>
    <message>
        <source>Only the server itself, such as https://api.binom-router.com.</source>
        <translation>Только сам сервер, например https://api.binom-router.com.</translation>
    </message>
    <message>
        <source>Plain http would show the key to the network. Use https, or http only to this machine.</source>
        <translation>Обычный http показал бы ключ сети. Используйте https, а http — только к этому компьютеру.</translation>
    </message>
    <message>
        <source>A key begins with binom_sk_.</source>
        <translation>Ключ начинается с binom_sk_.</translation>
    </message>
    <message>
        <source>After binom_sk_ come letters and digits only.</source>
        <translation>После binom_sk_ идут только буквы и цифры.</translation>
    </message>
    <message>
        <source>This is longer than a key: binom_sk_ and 32 characters.</source>
        <translation>Это длиннее ключа: binom_sk_ и 32 символа.</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign In</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Test Connection</source>
        <translation>Проверить соединение</translation>
    </message>
    <message>
        <source>Try the Demo</source>
        <translation>Попробовать демо</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Where to find a key</source>
        <translation>Где найти ключ</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Запрос к серверу…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Show key</source>
        <translation>Показать ключ</translation>
    </message>
    <message>
        <source>Sign in to Binom Desktop</source>
        <translation>Вход в Binom Desktop</translation>
    </message>
    <message>
        <source>See what your Binom.Router account spends, live. An API key is all it takes.</source>
        <translation>Следите за расходами аккаунта Binom.Router в реальном времени. Нужен только API-ключ.</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Сервер</translation>
    </message>
    <message>
        <source>API &amp;Key</source>
        <translation>API-&amp;ключ</translation>
    </message>
    <message>
        <source>No key at hand? The demo runs on this computer, with made-up data.</source>
        <translation>Нет ключа под рукой? Демо работает на этом компьютере с вымышленными данными.</translation>
    </message>
</context>
<context>
    <name>StatCardsModel</name>
    <message>
        <source>Total Usage</source>
        <translation>Всего потрачено</translation>
    </message>
    <message>
        <source>Credit Balance</source>
        <translation>Баланс</translation>
    </message>
    <message>
        <source>Total Requests</source>
        <translation>Всего запросов</translation>
    </message>
    <message>
        <source>Account Tier</source>
        <translation>Тариф</translation>
    </message>
    <message>
        <source>Waiting for the server&apos;s first answer.</source>
        <translation>Ожидание первого ответа сервера.</translation>
    </message>
    <message>
        <source>Not read. Refresh tries again.</source>
        <translation>Не прочитано. «Обновить» повторит попытку.</translation>
    </message>
    <message>
        <source>no requests yet</source>
        <translation>запросов пока нет</translation>
    </message>
    <message>
        <source>{amount} in the past {days} days</source>
        <translation>{amount}, последних дней: {days}</translation>
    </message>
    <message>
        <source>on the {days} days before</source>
        <translation>к предыдущим дням: {days}</translation>
    </message>
    <message>
        <source>
{amount} in the past {days} days, today so far included</source>
        <translation>
{amount}, последних дней: {days}, включая сегодня на данный момент</translation>
    </message>
    <message>
        <source>{amount} in the {days} days before</source>
        <translation>{amount}, предыдущих дней: {days}</translation>
    </message>
    <message>
        <source>nothing spent yet</source>
        <translation>расходов пока нет</translation>
    </message>
    <message>
        <source>{amount} spent today (UTC)</source>
        <translation>{amount} потрачено сегодня (UTC)</translation>
    </message>
    <message>
        <source>{count} in the past {days} days</source>
        <translation>{count}, последних дней: {days}</translation>
    </message>
    <message>
        <source>All requests of the account&apos;s lifetime</source>
        <translation>Все запросы за время существования аккаунта</translation>
    </message>
    <message>
        <source>since today</source>
        <translation>с сегодняшнего дня</translation>
    </message>
    <message>
        <source>since {month}</source>
        <translation>с {month}</translation>
    </message>
    <message>
        <source>Account created {time} UTC</source>
        <translation>Аккаунт создан {time} UTC</translation>
    </message>
    <message>
        <source>Exactly {amount}</source>
        <translation>Точно {amount}</translation>
    </message>
    <message>
        <source>As of {time} UTC, {age}</source>
        <translation>На {time} UTC, {age}</translation>
    </message>
</context>
<context>
    <name>TransactionExportModel</name>
    <message>
        <source>Exported {count} to {file}</source>
        <translation>Экспорт: {count} в {file}</translation>
    </message>
</context>
<context>
    <name>TransactionsCard</name>
    <message>
        <source>Transactions</source>
        <translation>Операции</translation>
    </message>
    <message>
        <source>Loading Transactions</source>
        <translation>Загрузка операций</translation>
    </message>
    <message>
        <source>No transactions yet. Top-ups and usage will stand here.</source>
        <translation>Операций пока нет. Здесь будут пополнения и использование.</translation>
    </message>
    <message>
        <source>The transactions could not be read: {reason} Refresh tries again.</source>
        <translation>Не удалось прочитать операции: {reason} «Обновить» повторит попытку.</translation>
    </message>
</context>
<context>
    <name>TransactionsModel</name>
    <message>
        <source>Time (UTC)</source>
        <translation>Время (UTC)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Описание</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Сумма</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Баланс</translation>
    </message>
</context>
<context>
    <name>TransactionsTable</name>
    <message>
        <source>Transactions</source>
        <translation>Операции</translation>
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
        <translation>Сегодня: {unknown}</translation>
    </message>
    <message>
        <source>Open Binom Desktop</source>
        <translation>Открыть Binom Desktop</translation>
    </message>
    <message>
        <source>Create API Key</source>
        <translation>Создать API-ключ</translation>
    </message>
    <message>
        <source>Pause Notifications</source>
        <translation>Приостановить уведомления</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Завершить</translation>
    </message>
</context>
<context>
    <name>TrayDesk</name>
    <message>
        <source>Binom Desktop is still running</source>
        <translation>Binom Desktop продолжает работать</translation>
    </message>
    <message>
        <source>Find it in the tray; its menu has Quit. Settings can change what closing the window does.</source>
        <translation>Приложение в области уведомлений; в его меню есть «Завершить». В настройках можно изменить, что делает закрытие окна.</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Открыть настройки</translation>
    </message>
    <message>
        <source>Open {page}</source>
        <translation>Открыть: {page}</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Asks {host} once a day whether there is a newer version. Nothing about you or your accounts is sent, and nothing installs itself.</source>
        <translation>Раз в день спрашивает {host}, есть ли более новая версия. О вас и ваших аккаунтах ничего не отправляется, и ничего не устанавливается само.</translation>
    </message>
    <message>
        <source>Version {version} is available. Settings has more under Updates.</source>
        <translation>Доступна версия {version}. Подробнее — в настройках, раздел «Обновления».</translation>
    </message>
    <message>
        <source>This is version {version}. It was not checked for a newer one yet.</source>
        <translation>Это версия {version}. Более новая ещё не проверялась.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверка…</translation>
    </message>
    <message>
        <source>Version {version} is the newest. Checked {time} UTC.</source>
        <translation>Версия {version} — последняя. Проверено {time} UTC.</translation>
    </message>
    <message>
        <source>The check failed at {time} UTC: {reason}</source>
        <translation>Проверка не удалась {time} UTC: {reason}</translation>
    </message>
    <message>
        <source>the server answered with status {status}.</source>
        <translation>сервер ответил статусом {status}.</translation>
    </message>
    <message>
        <source>the server can&apos;t be reached.</source>
        <translation>сервер недоступен.</translation>
    </message>
    <message>
        <source>the server&apos;s answer can&apos;t be read.</source>
        <translation>ответ сервера не удалось прочитать.</translation>
    </message>
    <message>
        <source>This opens a page of {host} in your browser:</source>
        <translation>В браузере откроется страница {host}:</translation>
    </message>
    <message>
        <source>This fetches {size} MB to a file that you choose, and keeps it only if its size and its SHA-256 hash are those of the signed feed. Nothing is opened or installed.</source>
        <translation>Загружает {size} МБ в выбранный вами файл и сохраняет его, только если размер и хеш SHA-256 совпадают с подписанным списком. Ничего не открывается и не устанавливается.</translation>
    </message>
    <message>
        <source>Version {newer} is available, published {day}. This is version {version}. {checked}</source>
        <translation>Доступна версия {newer}, опубликована {day}. Это версия {version}. {checked}</translation>
    </message>
    <message>
        <source>Checked {time} UTC.</source>
        <translation>Проверено {time} UTC.</translation>
    </message>
    <message>
        <source>Downloading: {share} of {size} MB</source>
        <translation>Загрузка: {share} из {size} МБ</translation>
    </message>
    <message>
        <source>{file} is saved. Its size and hash are those of the signed feed. To install it, quit the app and open the file yourself. SHA-256: {hash}</source>
        <translation>{file} сохранён. Размер и хеш совпадают с подписанным списком. Чтобы установить, завершите приложение и откройте файл сами. SHA-256: {hash}</translation>
    </message>
    <message>
        <source>The file was not kept: {reason}</source>
        <translation>Файл не сохранён: {reason}</translation>
    </message>
    <message>
        <source>its address is not https.</source>
        <translation>его адрес не https.</translation>
    </message>
    <message>
        <source>the server leads to another one, which is not followed.</source>
        <translation>сервер отсылает к другому, переход не выполняется.</translation>
    </message>
    <message>
        <source>it is too large.</source>
        <translation>слишком большой размер.</translation>
    </message>
    <message>
        <source>it can&apos;t be read.</source>
        <translation>не удалось прочитать.</translation>
    </message>
    <message>
        <source>its signature is wrong.</source>
        <translation>неверная подпись.</translation>
    </message>
    <message>
        <source>it is older than one that was seen before.</source>
        <translation>он старше уже известного.</translation>
    </message>
    <message>
        <source>it claims to be published in the future. Is this computer&apos;s clock right?</source>
        <translation>дата публикации в будущем. Верны ли часы этого компьютера?</translation>
    </message>
    <message>
        <source>its size is not that of the signed feed.</source>
        <translation>размер не совпадает с подписанным списком.</translation>
    </message>
    <message>
        <source>its hash is not that of the signed feed.</source>
        <translation>хеш не совпадает с подписанным списком.</translation>
    </message>
    <message>
        <source>it can&apos;t be written there.</source>
        <translation>туда нельзя записать.</translation>
    </message>
</context>
<context>
    <name>UpdatesField</name>
    <message>
        <source>Updates</source>
        <translation>Обновления</translation>
    </message>
    <message>
        <source>Release Notes</source>
        <translation>Что нового</translation>
    </message>
    <message>
        <source>Download and Verify…</source>
        <translation>Скачать и проверить…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Cancel Download</source>
        <translation>Отменить загрузку</translation>
    </message>
    <message>
        <source>Check Now</source>
        <translation>Проверить сейчас</translation>
    </message>
    <message>
        <source>Open in Browser</source>
        <translation>Открыть в браузере</translation>
    </message>
    <message>
        <source>Download and Verify</source>
        <translation>Скачать и проверить</translation>
    </message>
    <message>
        <source>Choose File…</source>
        <translation>Выбрать файл…</translation>
    </message>
    <message>
        <source>Save Update</source>
        <translation>Сохранить обновление</translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Стоимость</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Ошибки</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Доля ошибок</translation>
    </message>
    <message>
        <source>{number} points</source>
        <translation>{number} п. п.</translation>
    </message>
    <message>
        <source>new</source>
        <translation>новое</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>API Key</source>
        <translation>API-ключ</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Эндпоинт</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Статус</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Past 7 days</source>
        <translation>Последние 7 дней</translation>
    </message>
    <message>
        <source>Past 30 days</source>
        <translation>Последние 30 дней</translation>
    </message>
    <message>
        <source>Past 90 days</source>
        <translation>Последние 90 дней</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Этот месяц</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Прошлый месяц</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Другой…</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Всё время</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>Без сравнения</translation>
    </message>
    <message>
        <source>Previous period</source>
        <translation>Предыдущий период</translation>
    </message>
    <message>
        <source>A month ago</source>
        <translation>Месяц назад</translation>
    </message>
    <message>
        <source>Other days…</source>
        <translation>Другие дни…</translation>
    </message>
    <message>
        <source>{status}s</source>
        <translation>{status}</translation>
    </message>
    <message>
        <source>No requests</source>
        <translation>Нет запросов</translation>
    </message>
    <message>
        <source>{what} on key {key}</source>
        <translation>{what} по ключу {key}</translation>
    </message>
    <message>
        <source>{share} failed</source>
        <translation>{share} с ошибкой</translation>
    </message>
    <message>
        <source>{what}, {hours}: {value}, usually {usual}</source>
        <translation>{what}, {hours}: {value}, обычно {usual}</translation>
    </message>
</context>
<context>
    <name>UsageDesk</name>
    <message>
        <source>Usage</source>
        <translation>Использование</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Range</source>
        <translation>Период</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Разбивка</translation>
    </message>
    <message>
        <source>Split: {by}</source>
        <translation>Разбивка: {by}</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Сравнить с</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Показатель</translation>
    </message>
    <message>
        <source>Copy Chart</source>
        <translation>Копировать график</translation>
    </message>
    <message>
        <source>Copy Table</source>
        <translation>Копировать таблицу</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Usage over Time</source>
        <translation>Использование по времени</translation>
    </message>
    <message>
        <source>Loading Usage</source>
        <translation>Загрузка использования</translation>
    </message>
    <message>
        <source>Unusual Hours</source>
        <translation>Необычные часы</translation>
    </message>
    <message>
        <source>Hours of the Week</source>
        <translation>Часы недели</translation>
    </message>
    <message>
        <source>No requests in these days</source>
        <translation>В эти дни запросов не было</translation>
    </message>
    <message>
        <source>Choose a longer range, or send a request and watch it arrive here.</source>
        <translation>Выберите более длинный период или отправьте запрос и посмотрите, как он появится здесь.</translation>
    </message>
    <message>
        <source>These figures could not be read</source>
        <translation>Не удалось прочитать эти данные</translation>
    </message>
    <message>
        <source>Days from {day}</source>
        <translation>Дни с {day}</translation>
    </message>
</context>
<context>
    <name>UsagePageModel</name>
    <message>
        <source>{change} from {before} in {days}</source>
        <translation>{change} к {before} за {days}</translation>
    </message>
    <message>
        <source>{days}, so far</source>
        <translation>{days}, на данный момент</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Из сумм сервера</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Из сохранённой здесь истории</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC</source>
        <translation>{source}, на {time} UTC</translation>
    </message>
    <message>
        <source>days in {zone}</source>
        <translation>дни в {zone}</translation>
    </message>
    <message>
        <source>the server knows no days of {zone}</source>
        <translation>сервер не знает дней в {zone}</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Данных пока нет</translation>
    </message>
    <message>
        <source>{period}: {total} {metric}, peak {peak} on {place}. Lines: {names}</source>
        <translation>{period}: {total} {metric}, пик {peak} — {place}. Линии: {names}</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Всего</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Прочее</translation>
    </message>
</context>
<context>
    <name>UsageTable</name>
    <message>
        <source>Usage</source>
        <translation>Использование</translation>
    </message>
</context>
<context>
    <name>UsageTableModel</name>
    <message>
        <source>Period</source>
        <translation>Период</translation>
    </message>
    <message>
        <source>{metric} Before</source>
        <translation>{metric} раньше</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
</context>
<context>
    <name>Verify</name>
    <message>
        <source>Asking the server…</source>
        <translation>Запрос к серверу…</translation>
    </message>
    <message>
        <source>Comparing with the server: {done} of {days}</source>
        <translation>Сравнение с сервером: {done} из {days}</translation>
    </message>
    <message>
        <source>Stopped after {days}: {reason} {repaired}</source>
        <translation>Остановлено ({days}): {reason} {repaired}</translation>
    </message>
    <message>
        <source>There is nothing to compare yet.</source>
        <translation>Сравнивать пока нечего.</translation>
    </message>
    <message>
        <source>{days} since {first} compared: all as the server has them.</source>
        <translation>Сравнено: {days} с {first}; всё как на сервере.</translation>
    </message>
    <message>
        <source>{days} since {first} compared. {repaired}</source>
        <translation>Сравнено: {days} с {first}. {repaired}</translation>
    </message>
    <message>
        <source>{days} differed; {added} added, {corrected} corrected.</source>
        <translation>Расходится: {days}; добавлено: {added}, исправлено: {corrected}.</translation>
    </message>
</context>
<context>
    <name>WeekMap</name>
    <message>
        <source>Hours of the Week</source>
        <translation>Часы недели</translation>
    </message>
</context>
<context>
    <name>WeekModel</name>
    <message>
        <source>No data yet</source>
        <translation>Данных пока нет</translation>
    </message>
    <message>
        <source>{metric} by hour of the week, most on {hour}: {value}</source>
        <translation>{metric} по часам недели, больше всего {hour}: {value}</translation>
    </message>
</context>
<context>
    <name>WhatIfCard</name>
    <message>
        <source>What If</source>
        <translation>Что если</translation>
    </message>
    <message>
        <source>Compare the days (UTC)</source>
        <translation>Дни для сравнения (UTC)</translation>
    </message>
    <message>
        <source>Compare with the model</source>
        <translation>Сравнить с моделью</translation>
    </message>
</context>
<context>
    <name>WhatIfModel</name>
    <message>
        <source>This could not be computed: {reason}</source>
        <translation>Не удалось вычислить: {reason}</translation>
    </message>
    <message>
        <source>The server tells no model&apos;s prices.</source>
        <translation>Сервер не сообщает цены моделей.</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Вычисление…</translation>
    </message>
    <message>
        <source>From the server&apos;s sums</source>
        <translation>Из сумм сервера</translation>
    </message>
    <message>
        <source>From the history kept here</source>
        <translation>Из сохранённой здесь истории</translation>
    </message>
    <message>
        <source>{source}, as of {time} UTC</source>
        <translation>{source}, на {time} UTC</translation>
    </message>
</context>
<context>
    <name>ZonePopup</name>
    <message>
        <source>Search time zones</source>
        <translation>Поиск часовых поясов</translation>
    </message>
    <message>
        <source>City or offset</source>
        <translation>Город или смещение</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>Loading time zones…</source>
        <translation>Загрузка часовых поясов…</translation>
    </message>
</context>
<context>
    <name>_SectionArea</name>
    <message>
        <source>Shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
</context>
</TS>
