// Microsoft's own SignalR client against the sandbox. Arguments: hub URL, protocol. The key comes in the environment,
// commands come as JSON arrays, one a line; what happens goes out as JSON, one a line.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { createInterface } from "node:readline";

const [url, protocol] = process.argv.slice(2);
const tell = (what, value = null) => console.log(JSON.stringify({ what, value }));
const message = (error) => (error ? String(error.message ?? error) : null);

let builder = new HubConnectionBuilder()
  .withUrl(url, {
    accessTokenFactory: () => process.env.BINOM_API_KEY,
    transport: HttpTransportType.WebSockets,
  })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 200 })
  .configureLogging(LogLevel.None);
if (protocol === "messagepack") {
  builder = builder.withHubProtocol(new MessagePackHubProtocol());
}
const connection = builder.build();

const events = [
  "RequestsLogged",
  "BalanceChanged",
  "AccountChanged",
  "KeyChanged",
  "NotificationReceived",
  "AnnouncementReceived",
  "SessionPaused",
  "SessionResumed",
];
for (const name of events) {
  connection.on(name, (...values) => tell(name, values));
}
connection.onreconnecting((error) => tell("reconnecting", message(error)));
connection.onreconnected((id) => tell("reconnected", id));
connection.onclose((error) => tell("closed", message(error)));

async function carryOut([command, ...values]) {
  if (command === "stop") {
    await connection.stop();
    return null;
  }
  return connection.invoke(command, ...values);
}

try {
  await connection.start();
  tell("started", connection.connectionId);
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
      tell("result", await carryOut(command));
    } catch (error) {
      tell("failed", message(error));
    }
    if (command[0] === "stop") break;
  }
} catch (error) {
  tell("refused", message(error));
}
process.stdin.destroy();
