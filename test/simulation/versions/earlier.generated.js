// Made by versions/freeze.ts from commit 6cffa4f. An earlier version of the code, not to be edited.
// core/settings/runtime.ts
function runtimeSettings(settings) {
  const { name: name2, timeZone: timeZone2, language, recordingNotice } = settings.center;
  return {
    center: { name: name2, timeZone: timeZone2, language, recordingNotice },
    hours: settings.hours,
    queues: settings.queues,
    callbacks: settings.callbacks,
    privacy: settings.privacy,
    ownNumbers: Object.values(settings.phoneNumbers).flatMap(
      (phone) => phone.number === void 0 ? [] : [phone.number]
    ),
    contactsPerAgent: Object.fromEntries(
      Object.keys(settings.queues).map((queue) => [queue, { voice: 1, chat: meanChatConcurrency(settings, queue) }])
    )
  };
}
function meanChatConcurrency(settings, queue) {
  const chats = Object.values(settings.agents).filter((agent) => agent.queues.includes(queue)).flatMap((agent) => agent.chatConcurrency ?? []);
  return chats.length === 0 ? 1 : chats.reduce((sum2, count3) => sum2 + count3, 0) / chats.length;
}

// core/settings/schema.ts
import * as z7 from "zod";

// core/settings/agents.ts
import * as z3 from "zod";

// core/settings/days.ts
import * as z2 from "zod";

// core/settings/fields.ts
import * as z from "zod";

// core/settings/nearest.ts
function editDistance(from, to) {
  let beforePrevious = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same2 = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same2 ? 0 : 1)
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
function nearest(written, words) {
  if (typeof written !== "string" || written === "") return void 0;
  const sought = written.toLowerCase();
  const ranked = words.map((word) => {
    const lower = word.toLowerCase();
    const contains = sought.length > 2 && (lower.includes(sought) || lower.length > 2 && sought.includes(lower));
    return { word, distance: editDistance(sought, lower) - (contains ? 100 : 0) };
  }).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.round(sought.length * 0.4)) ? best.word : void 0;
}

// core/settings/fields.ts
function adviceText(advice) {
  return advice.write === void 0 ? advice.expected : `${advice.expected}
${advice.write}`;
}
function advise(expected, suggest = () => void 0) {
  return {
    error: (issue) => {
      const write2 = suggest(issue.input);
      return adviceText(write2 === void 0 ? { expected } : { expected, write: write2 });
    }
  };
}
var secondsPerUnit = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86400,
  day: 86400
};
function secondsMeant(value) {
  const match = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*([a-z]*?)s?\s*$/i.exec(value) : null;
  if (!match) return void 0;
  const factor = match[2] === "" ? 1 : secondsPerUnit[(match[2] ?? "").toLowerCase()];
  return factor === void 0 ? void 0 : Number(match[1]) * factor;
}
function wholeMeant(value, unitSeconds, from, to) {
  const written = typeof value === "number" ? value : unitSeconds === void 0 ? Number(value) : secondsMeant(value);
  if (written === void 0 || !Number.isFinite(written) || value === null || value === "" || typeof value === "boolean")
    return void 0;
  const bare = typeof value === "number" || typeof value === "string" && /^\s*[\d.]+\s*$/.test(value);
  const inUnit = Math.round(bare ? Number(value) : written / (unitSeconds ?? 1));
  return String(Math.min(to, Math.max(from, inUnit)));
}
function whole(noun, from, to, unitSeconds) {
  const params = advise(`${noun} from ${from} to ${to}`, (value) => wholeMeant(value, unitSeconds, from, to));
  return z.number(params).int(params).min(from, params).max(to, params);
}
var wholeSeconds = (from, to) => whole("seconds", from, to, 1);
var wholeMinutes = (from, to) => whole("minutes", from, to, 60);
var wholeDays = (from, to) => whole("days", from, to, 86400);
function share(from, to) {
  const params = advise(`a share from ${from} to ${to}`, (value) => {
    const number2 = typeof value === "string" ? Number.parseFloat(value) : value;
    if (typeof number2 !== "number" || !Number.isFinite(number2) || number2 <= 0) return void 0;
    const meant = number2 > 1 ? number2 / 100 : number2;
    return String(Math.min(to, Math.max(from, meant)));
  });
  return z.number(params).min(from, params).max(to, params);
}
function oneOf(words) {
  const params = advise(words.map((word) => `"${word}"`).join(" or "), (value) => quoted(nearest(value, words)));
  return z.enum(words, params);
}
function text(from, to) {
  const params = advise(`text of ${from} to ${to} characters`);
  return z.string(params).trim().min(from, params).max(to, params);
}
function nameOf(noun) {
  const params = advise(
    `${noun} of at most 30 lower-case letters, digits and single hyphens, a letter first`,
    (value) => {
      if (typeof value !== "string") return void 0;
      const meant = value.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+/, "").slice(0, 30).replace(/-+$/, "");
      return meant === "" ? void 0 : quoted(meant);
    }
  );
  return z.string(params).max(30, params).regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, params);
}
function object(shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return "an object { \u2026 }";
      const meant = nearest(issue.keys[0], known);
      return adviceText({
        expected: `one of the keys ${known.join(", ")}`,
        ...meant === void 0 ? {} : { write: quoted(meant) ?? "" }
      });
    }
  });
}
function listOf(noun, item, atLeast = 0) {
  const params = advise(
    atLeast > 0 ? `a list of at least ${atLeast} ${noun}` : `a list of ${noun}`,
    (value) => typeof value === "string" ? `[${JSON.stringify(value)}]` : void 0
  );
  const repeated = advise(
    `a list of ${noun} without repetitions`,
    (value) => Array.isArray(value) ? JSON.stringify([...new Set(value)]) : void 0
  );
  return z.array(item, params).min(atLeast, params).refine((items) => new Set(items).size === items.length, repeated);
}
function named(noun, value) {
  return z.record(nameOf(`a ${noun} name`), value, advise(`an object { "${noun}-name": \u2026 }`));
}
function yesOrNo() {
  const params = advise("true or false", (value) => {
    if (/^(true|yes|on)$/i.test(String(value))) return "true";
    return /^(false|no|off)$/i.test(String(value)) ? "false" : void 0;
  });
  return z.boolean(params);
}
var quoted = (value) => value === void 0 ? void 0 : JSON.stringify(value);

// core/settings/days.ts
var days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
var clock = "([01]\\d|2[0-3]):[0-5]\\d";
var rangeParams = advise(
  'a range of local time such as "09:00-12:30", start before end (past midnight: "18:00-24:00", and "00:00-02:00" on the next day)',
  rangeMeant
);
function rangeMeant(value) {
  const match = /^\s*(\d{1,2})(?:[:.h](\d\d))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d\d))?\s*$/.exec(String(value));
  if (!match) return void 0;
  const side = (hour, minute) => `${hour?.padStart(2, "0")}:${minute ?? "00"}`;
  const meant = `${side(match[1], match[2])}-${side(match[3], match[4])}`;
  return meant !== value && rangePattern.test(meant) && meant.slice(0, 5) < meant.slice(6) ? JSON.stringify(meant) : void 0;
}
var rangePattern = new RegExp(`^${clock}-(${clock}|24:00)$`);
var timeRange = z2.string(rangeParams).regex(rangePattern, rangeParams).refine((range2) => range2.slice(0, 5) < range2.slice(6), rangeParams);
var dateParams = advise('a date that exists, such as "2026-12-25"');
var calendarDate = z2.string(dateParams).regex(/^\d{4}-\d\d-\d\d$/, dateParams).refine((date) => {
  const parsed = /* @__PURE__ */ new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}, dateParams);
function zoneExists(name2) {
  if (!/^[A-Za-z]/.test(name2)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name2 });
    return name2 === "UTC" || name2.includes("/");
  } catch {
    return false;
  }
}
function zoneMeant(value) {
  const zones = Intl.supportedValuesOf("timeZone");
  const town = String(value).trim().replaceAll(" ", "_").toLowerCase();
  const meant = zones.find((zone) => zone.toLowerCase().split("/").at(-1) === town) ?? nearest(value, zones);
  return meant === void 0 ? void 0 : JSON.stringify(meant);
}
var zoneParams = advise('an IANA time zone such as "America/New_York"', zoneMeant);
var timeZone = z2.string(zoneParams).refine(zoneExists, zoneParams);
var ranges = listOf("ranges of local time", timeRange);
var dayShape = Object.fromEntries(days.map((day) => [day, ranges.exactOptional()]));
var hoursSchema = object({
  timeZone: timeZone.exactOptional().describe("IANA time zone the ranges are in. Default: the center's."),
  week: object(dayShape).describe(
    "Opening ranges of each weekday in local time; a day left out is closed. Two ranges leave a lunch break."
  ),
  holidays: z2.array(
    object({
      date: calendarDate.describe("The day, as YYYY-MM-DD."),
      name: text(1, 60).describe("What the day is called in Connect."),
      open: ranges.exactOptional().describe("Opening ranges that replace those of the weekday. Default: closed all day.")
    }),
    advise('a list of holidays { "date": \u2026, "name": \u2026 }')
  ).default([]).describe("Days that differ from the week.")
});
var shiftSchema = object({
  days: listOf("weekdays", oneOf(days), 1).describe("Weekdays worked."),
  hours: timeRange.describe("Working time in the center's time zone.")
});

// core/settings/agents.ts
var usernameParams = advise('a user name of at most 20 letters, digits, ".", "_" and "-"', (value) => {
  const meant = String(value).replaceAll(/[^a-zA-Z0-9._-]+/g, ".").slice(0, 20);
  return meant === "" ? void 0 : JSON.stringify(meant);
});
var username = z3.string(usernameParams).regex(/^[a-zA-Z0-9._-]{1,20}$/, usernameParams);
var emailParams = advise('an e-mail address such as "ana@example.com"');
var email2 = z3.email(emailParams);
var agentSchema = object({
  firstName: text(1, 100).describe("Given name."),
  lastName: text(1, 100).describe("Family name."),
  email: email2.exactOptional().describe("Where Connect sends password resets."),
  queues: listOf("queue names", nameOf("a queue name"), 1).describe("Queues whose contacts this person takes."),
  chatConcurrency: whole("chats", 1, 10).exactOptional().describe("Chats taken at once. Default: 2 for a person with a chat queue."),
  role: oneOf(["agent", "manager"]).default("agent").describe("A manager also sees metrics, dashboards and the work of others; the local center logs in agents only."),
  shift: shiftSchema.exactOptional().describe("When the local center logs this person in. Default: while any of their queues is open.")
});

// core/settings/phoneNumbers.ts
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import * as z4 from "zod";
var countryParams = advise('a two-letter country code such as "US"', (value) => {
  const upper = String(value).trim().toUpperCase();
  return upper !== value && isSupportedCountry(upper) ? JSON.stringify(upper) : void 0;
});
var country = z4.string(countryParams).refine((code) => isSupportedCountry(code), countryParams);
var numberParams = advise('a telephone number in E.164 such as "+12065550100"', (value) => {
  const parsed = parsePhoneNumberFromString(String(value), "US");
  return parsed?.isPossible() && parsed.number !== value ? JSON.stringify(parsed.number) : void 0;
});
var e164 = z4.string(numberParams).regex(/^\+[1-9]\d{6,14}$/, numberParams).refine((number2) => parsePhoneNumberFromString(number2)?.isPossible() ?? false, numberParams);
var phoneNumberSchema = object({
  country: country.describe("Country the number is claimed in, as a two-letter code."),
  type: oneOf(["DID", "TOLL_FREE"]).describe("DID: an ordinary number. TOLL_FREE: the center pays for the call."),
  number: e164.exactOptional().describe(
    "The number itself in E.164: what the local center answers on, and a number the center never calls back. On AWS a free number is claimed; write it here once it is known."
  ),
  queues: listOf("queue names", nameOf("a queue name"), 1).max(9, advise("at most 9 queues: a menu has the keys 1 to 9")).describe("One queue: callers go straight to it. Several: a menu with the keys 1, 2, \u2026 in this order.")
});

// core/settings/callbacks.ts
var callbacksSchema = object({
  attempts: whole("attempts", 1, 5).default(3).describe("Times a customer is called before a callback is given up."),
  retryMinutes: wholeMinutes(1, 1440).default(15).describe("Minutes between two attempts."),
  allowedCountries: listOf("country codes", country, 1).default(["US"]).describe("Countries whose numbers are called. The first is assumed for numbers keyed in without a country."),
  allowedHours: timeRange.default("08:00-21:00").describe(
    "Local time at the customer's place in which the telephone may ring; in the US the law says 08:00-21:00."
  ),
  openAfterHours: yesOrNo().default(true).describe("When the queue is closed, offer a callback for its next opening."),
  perNumberPerDay: whole("calls", 1, 20).default(3).describe("Most calls to one number in a day."),
  ringSeconds: wholeSeconds(15, 60).default(30).describe(
    "Seconds the telephone rings before an attempt counts as unanswered. Outside campaigns Connect may ring 60 seconds whatever stands here."
  ),
  dialsPerSecond: whole("dials a second", 1, 20).default(2).describe("Dialler's pace over all queues. Connect allows 2 a second unless an increase was granted."),
  dialsPerDay: whole("dials a day", 1, 1e5).default(500).describe("Most dials of a day over all queues: the budget that bounds the cost of a mistake.")
});

// core/settings/center.ts
import * as z5 from "zod";
var languages = ["en-US", "en-GB", "en-AU", "en-IN", "en-IE", "en-NZ", "en-ZA"];
var aliasParams = advise(
  '1 to 45 letters, digits and hyphens, no hyphen first, last or doubled, not starting with "d-"'
);
var alias = z5.string(aliasParams).regex(/^(?!d-)(?!.*--)[\da-zA-Z](?:[\da-zA-Z-]{0,43}[\da-zA-Z])?$/, aliasParams);
var arnParams = advise('the ARN of a Connect instance, "arn:aws:connect:<region>:<account>:instance/<id>"');
var instanceArn = z5.string(arnParams).regex(
  /^arn:aws[a-z-]*:connect:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:instance\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  arnParams
);
var create = object({ alias: alias.describe("Host name of the new instance; must be free in all of AWS.") });
var adopt = object({
  instanceArn: instanceArn.describe("The existing instance. Its own settings and storage stay as they are.")
});
var oneParams = advise('either "create": { "alias": \u2026 } or "adopt": { "instanceArn": \u2026 }');
var connect = object({
  create: create.exactOptional().describe("Make a new instance."),
  adopt: adopt.exactOptional().describe("Or work in one that exists.")
}).refine(({ create: create2, adopt: adopt2 }) => create2 === void 0 !== (adopt2 === void 0), oneParams).transform((either) => either).meta({ oneOf: [{ required: ["create"] }, { required: ["adopt"] }] });
var centerSchema = object({
  name: text(1, 60).describe('The center as callers hear it: "Thank you for calling <name>".'),
  timeZone: timeZone.describe("IANA time zone of hours and shifts that name none, and of the reports' days."),
  language: oneOf(languages).default("en-US").describe("Language and accent of everything spoken."),
  recordingNotice: text(1, 300).nullable().default(null).describe(
    "Said to callers, and to called-back customers, before anything is recorded. null: nothing is said, and nothing may be recorded."
  ),
  connect: connect.describe("The Connect instance: one of the two.")
});

// core/settings/queues.ts
import * as z6 from "zod";
var expectation = object({
  waitSeconds: wholeSeconds(5, 3600).describe(
    "The wait a contact of this queue and channel finds acceptable, in seconds."
  ),
  confidence: share(0.5, 0.99).default(0.8).describe(
    "How sure we must be that the wait stays within waitSeconds to offer nothing: an offer is made when P(wait > waitSeconds) > 1 \u2212 confidence."
  )
});
var linkParams = advise(
  'an https address without blanks such as "https://example.com/callback"',
  (value) => /^http:\/\//.test(String(value)) ? JSON.stringify(String(value).replace("http:", "https:")) : void 0
);
var link = z6.string(linkParams).refine((value) => /^https:\/\/[^\s]+$/.test(value) && URL.canParse(value), linkParams);
var queueSchema = object({
  description: text(1, 250).describe("What the queue is for; shown in Connect and on the board."),
  spokenName: text(1, 60).exactOptional().describe(
    `As callers hear it in the menu: "For <spokenName>, press 1". Default: the queue's name, hyphens as blanks.`
  ),
  channels: listOf("channels", oneOf(["voice", "chat"]), 1).describe("How contacts reach this queue."),
  hours: nameOf("the name of hours").describe('Name of an entry of "hours".'),
  maxContacts: whole("contacts", 1, 1e4).exactOptional().describe(
    "Contacts that may wait at once; beyond, voice callers are offered a callback or told how else to reach the center. Default: Connect's own limit."
  ),
  lineOfBusiness: nameOf("a line of business").exactOptional().describe("Queues with the same line of business share one open callback per customer. Default: the queue's name."),
  expectation: object({
    voice: expectation.exactOptional().describe('Of callers, when the queue has the channel "voice".'),
    chat: expectation.exactOptional().describe('Of people who write, when the queue has the channel "chat".')
  }).describe("What customers expect, for each channel of the queue."),
  promiseKeptShare: share(0.5, 0.99).default(0.9).describe(
    "Share of told bounds that must come true; the bound told is the quantile of the predicted wait that keeps this share."
  ),
  offers: listOf("offers", oneOf(["callback"])).exactOptional().describe(
    'What a voice caller is offered when the wait would exceed the expectation. "callback": keep your place and be called. Default: ["callback"] for a voice queue.'
  ),
  chatLink: link.exactOptional().describe("Address told in chat beside the quote, where keys cannot be pressed."),
  serviceLevel: object({
    ratio: share(0.01, 1).default(0.8).describe("Share of contacts to be answered within the threshold: the 80 of 80/20."),
    thresholdSeconds: wholeSeconds(1, 3600).default(20).describe("The threshold in seconds: the 20 of 80/20.")
  }).prefault({}).describe("The classical target, shown beside the expectation.")
});

// core/settings/schema.ts
var writtenSchema = object({
  $schema: z7.string(advise("the address of nohold.schema.json")).exactOptional().describe("Lets an editor check and complete this file."),
  center: centerSchema.describe("The contact center as a whole."),
  phoneNumbers: named("phone-number", phoneNumberSchema).default({}).describe("Telephone numbers and where they lead."),
  hours: named("hours", hoursSchema).describe("Opening hours by name; queues refer to them."),
  queues: named("queue", queueSchema).describe("The queues by name."),
  callbacks: callbacksSchema.prefault({}).describe("Rules for calling customers back."),
  agents: z7.record(username, agentSchema, advise('an object { "username": \u2026 }')).default({}).describe("The people, by user name. Empty: users are managed elsewhere."),
  privacy: object({
    contactRetentionDays: wholeDays(8, 730).default(90).describe("Days the facts of a contact are kept. At least 8: repeat contacts are counted over 7."),
    numberRetentionDays: wholeDays(8, 730).default(30).describe("Days a closed callback keeps the customer's number, encrypted."),
    recordCalls: yesOrNo().default(false).describe("Record calls and keep them encrypted. Needs center.recordingNotice.")
  }).prefault({}).describe("What is kept, and how long."),
  alarms: object({
    emails: listOf("e-mail addresses", email2).default([]).describe("Who is told when an alarm goes off; each address must confirm once.")
  }).prefault({}).describe("Alarms.")
});
function complete(written) {
  const { $schema: _, ...settings } = written;
  const chatQueues = Object.keys(settings.queues).filter((name2) => settings.queues[name2]?.channels.includes("chat"));
  return {
    ...settings,
    hours: mapValues(settings.hours, (hours2) => ({ ...hours2, timeZone: hours2.timeZone ?? settings.center.timeZone })),
    queues: mapValues(settings.queues, (queue, name2) => ({
      ...queue,
      spokenName: queue.spokenName ?? name2.replaceAll("-", " "),
      lineOfBusiness: queue.lineOfBusiness ?? name2,
      offers: queue.offers ?? (queue.channels.includes("voice") ? ["callback"] : [])
    })),
    agents: mapValues(settings.agents, (agent) => ({
      ...agent,
      ...agent.queues.some((queue) => chatQueues.includes(queue)) ? { chatConcurrency: agent.chatConcurrency ?? 2 } : {}
    }))
  };
}
function mapValues(record5, change) {
  return Object.fromEntries(Object.entries(record5).map(([name2, value]) => [name2, change(value, name2)]));
}
var settingsSchema = writtenSchema.transform(complete);

// core/rows/table.ts
var intervalMinutes = 30;

// core/rows/keys.ts
var dueShard = "callbacks";
var callbackKeyOf = (customerKey, lineOfBusiness) => `callback#${customerKey}#${lineOfBusiness}`;
var waitingKeyOf = (queue, channel) => `${queue}#${channel}`;
var waitingRankOf = (priority, rankAt, contactId) => `${String(priority).padStart(2, "0")}#${String(Math.round(rankAt)).padStart(14, "0")}#${contactId}`;
var intervalStartOf = (at) => {
  const length = intervalMinutes * 6e4;
  return Math.floor(at / length) * length;
};
var intervalKeyOf = (queue, channel, at) => `${queue}#${channel}#${new Date(intervalStartOf(at)).toISOString()}`;

// core/time/units.ts
var seconds = (value) => value;
var minutes = (value) => value * 60;
var hours = (value) => value * 3600;
var instant = (epochMilliseconds) => epochMilliseconds;
function ratio(value) {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`expected a ratio from 0 to 1, got ${value}`);
  return value;
}
var addSeconds = (at, duration) => at + duration * 1e3;
var secondsBetween = (from, to) => (to - from) / 1e3;

// core/callbacks/leg.ts
function readLeg(facts, confirmed, native) {
  const { customerAnsweredAt, answeredAt, endedAt } = facts;
  if (answeredAt !== void 0 && customerAnsweredAt !== void 0) {
    return { kind: "spoke", spokeAt: Math.max(answeredAt, customerAnsweredAt) };
  }
  if (endedAt === void 0) return { kind: "in-progress" };
  return { kind: "unanswered", disposition: dispositionOf(facts, confirmed, native) };
}
function dispositionOf(facts, confirmed, native) {
  if (native) return facts.queuedAt === void 0 ? "lost" : "not-answered";
  if (facts.customerAnsweredAt === void 0) return "not-answered";
  return confirmed ? "no-agent" : "not-confirmed";
}

// core/callbacks/ledger.ts
var handOverAfterSeconds = minutes(2);
var reconcileAfterSeconds = minutes(15);
var clocksApartSeconds = minutes(5);
var askAgainSeconds = minutes(10);
var busySeconds = minutes(1);
var stopAgainSeconds = minutes(1);
var requeueSeconds = minutes(5);
var terminal = ["COMPLETED", "EXHAUSTED", "CANCELLED", "EXPIRED", "REJECTED"];
var isOpen = (state) => !terminal.includes(state);
var isWanted = ({ state, cancelRequestedAt }) => isOpen(state) && cancelRequestedAt === void 0;
function advance(row, event, rules) {
  if (!isOpen(row.state)) return unchanged(`${row.state} already`);
  switch (event.kind) {
    case "bound":
      if (row.cancelRequestedAt !== void 0) return unchanged("cancelled");
      if (row.state === "CREATED" && row.contactId === event.contactId) return unchanged("bound already");
      if (row.state !== "ACCEPTED") return unchanged(`${row.state} already`);
      return moved(withAttempt(row, event.contactId, event.at), "CREATED", event.at, {
        contactId: event.contactId,
        dueAt: firstCheckOf(row, event.at)
      });
    case "handed-over":
      if (row.state !== "ACCEPTED") return unchanged(`${row.state} already`);
      return moved(row, "PENDING", event.at, { reason: "not bound", notBefore: event.at, dueAt: event.at });
    case "sent":
      if (row.state !== "PENDING") return unchanged(`${row.state} already`);
      if (event.at < row.notBefore) return unchanged("not due yet");
      return rescheduled(row, addSeconds(event.at, requeueSeconds));
    case "postponed":
      if (row.state !== "PENDING") return unchanged(`${row.state} already`);
      return changed({ ...row, reason: event.reason, notBefore: event.until, dueAt: event.until });
    case "intent":
      if (row.state !== "PENDING") return unchanged(`${row.state} already`);
      if (row.attempt !== event.attempt) return unchanged(`attempt ${row.attempt} already`);
      if (event.at < row.notBefore) return unchanged("not due yet");
      return moved(withAttempt(row, void 0, event.at), "DIALING", event.at, {
        dueAt: addSeconds(event.at, reconcileAfterSeconds)
      });
    case "placed": {
      if (row.state !== "DIALING" || row.attempt !== event.attempt) return unchanged(`${row.state} ${row.attempt}`);
      const change = moved(withAttempt(row, event.contactId, event.at), "DIALED", event.at, {
        contactId: event.contactId,
        dueAt: addSeconds(event.at, askAgainSeconds)
      });
      return row.cancelRequestedAt === void 0 ? change : { ...change, stop: event.contactId };
    }
    case "refused":
      if (row.state !== "DIALING" && row.state !== "PENDING" || row.attempt !== event.attempt)
        return unchanged(`${row.state} ${row.attempt}`);
      return ended(withDisposition(row, "refused"), "REJECTED", event.reason, event.at, rules);
    case "busy":
    case "not-found": {
      if (row.state !== "DIALING" || row.attempt !== event.attempt) return unchanged(`${row.state} ${row.attempt}`);
      if (row.cancelRequestedAt !== void 0) return takenBack(row, event.at, rules);
      const dueAt = event.kind === "busy" ? addSeconds(event.at, busySeconds) : event.at;
      return moved(row, "PENDING", event.at, { notBefore: dueAt, dueAt });
    }
    case "confirmed":
      if (row.contactId !== event.contactId || row.confirmedAt !== void 0) return unchanged("not this call");
      if (row.cancelRequestedAt !== void 0) return unchanged("cancelled");
      return changed({ ...row, confirmedAt: event.at });
    case "leg":
      return afterLeg(row, event.contactId, event.facts, event.at, rules);
    case "checked":
      if (row.cancelRequestedAt !== void 0) return stopping(row, event.at);
      return rescheduled(row, addSeconds(event.at, askAgainSeconds));
    case "cancel":
      return cancelled(row, event.reason, event.at, rules);
    case "lapsed":
      return lapsed(row, event.at, rules);
    default:
      return event;
  }
}
function afterLeg(row, contactId, facts, at, rules) {
  if (row.contactId !== contactId) return unchanged("another contact");
  if (row.state !== "CREATED" && row.state !== "DIALED") return unchanged(`${row.state} already`);
  const reading = readLeg(facts, row.confirmedAt !== void 0, row.state === "CREATED");
  switch (reading.kind) {
    case "in-progress":
      return unchanged("in progress");
    case "spoke": {
      const spoke = withDisposition({ ...row, spokeAt: reading.spokeAt }, "spoke");
      return ended(spoke, "COMPLETED", "spoke", at, rules);
    }
    case "unanswered":
      return unanswered(withDisposition(row, reading.disposition), reading.disposition, at, rules);
    default:
      return reading;
  }
}
function unanswered(row, disposition, at, rules) {
  if (row.cancelRequestedAt !== void 0) return takenBack(row, at, rules);
  if (at >= row.expiresBy) return ended(row, "EXPIRED", "not made in time", at, rules);
  if (timesRung(row) >= rules.attempts) return ended(row, "EXHAUSTED", disposition, at, rules);
  const { contactId: _contact, confirmedAt: _confirmed, ...next } = row;
  const notBefore2 = disposition === "lost" ? at : addSeconds(at, rules.retrySeconds);
  return moved({ ...next, attempt: row.attempt + 1 }, "PENDING", at, {
    reason: disposition,
    notBefore: notBefore2,
    dueAt: notBefore2
  });
}
var timesRung = (row) => row.attempts.filter(({ disposition }) => disposition !== "lost").length;
function cancelled(row, reason, at, rules) {
  switch (row.state) {
    case "ACCEPTED":
    case "PENDING":
      return ended(row, "CANCELLED", reason, at, rules);
    case "CREATED":
    case "DIALING":
    case "DIALED": {
      if (row.cancelRequestedAt !== void 0) return unchanged("cancel requested already");
      return stopping({ ...row, reason, cancelRequestedAt: at }, at);
    }
    default:
      return unchanged(`${row.state} already`);
  }
}
function lapsed(row, at, rules) {
  if (at < row.expiresBy) return unchanged("not lapsed");
  if (row.state === "DIALING" || row.state === "DIALED") return unchanged(`${row.state}: a call may be in progress`);
  return row.state === "CREATED" ? stopping(row, at) : ended(row, "EXPIRED", "not made in time", at, rules);
}
function stopping(row, at) {
  const change = row.state === "DIALING" ? changed(row) : rescheduled(row, addSeconds(at, stopAgainSeconds));
  return row.contactId === void 0 ? change : { ...change, stop: row.contactId };
}
var takenBack = (row, at, rules) => ended(row, "CANCELLED", row.reason ?? "customer", at, rules);
function firstCheckOf(row, at) {
  return Math.min(row.expiresBy, Math.max(row.promisedBy, addSeconds(at, askAgainSeconds)));
}
function withAttempt(row, contactId, at) {
  const others = row.attempts.filter((attempt) => attempt.attempt !== row.attempt);
  const known = row.attempts.find((attempt) => attempt.attempt === row.attempt);
  const current = { at, ...known, attempt: row.attempt, ...contactId === void 0 ? {} : { contactId } };
  return { ...row, attempts: [...others, current] };
}
function withDisposition(row, disposition) {
  return {
    ...row,
    attempts: row.attempts.map((attempt) => attempt.attempt === row.attempt ? { ...attempt, disposition } : attempt)
  };
}
var unchanged = (reason) => ({ kind: "unchanged", reason });
var changed = (row) => ({
  kind: "changed",
  row: { ...row, version: row.version + 1 }
});
var rescheduled = (row, dueAt) => changed({ ...row, dueAt });
function moved(row, state, at, to) {
  return changed({ ...row, ...to, state, since: at, dueKey: dueShard });
}
function ended(row, state, reason, at, rules) {
  const { dueKey: _key, dueAt: _due, ...rest } = row;
  const expiresAt = Math.ceil(addSeconds(at, rules.retentionSeconds) / 1e3);
  return changed({ ...rest, state, reason, since: at, expiresAt });
}
function promiseOf(row) {
  if (isOpen(row.state)) return "open";
  if (row.state === "CANCELLED") return "withdrawn";
  return row.spokeAt !== void 0 && secondsBetween(row.spokeAt, row.promisedBy) >= 0 ? "kept" : "broken";
}

// core/routing/waitingLine.ts
var DEFAULT_PRIORITY = 5;

// core/contacts/derive.ts
function isOutbound(row) {
  const method = row.initiationMethod;
  if (method === void 0) return row.attempt !== void 0;
  return /^(CALLBACK|OUTBOUND|EXTERNAL_OUTBOUND)/.test(method) || method === "API" && row.channel === "voice";
}
function outcomeOf(row) {
  if (isOutbound(row)) return "outbound";
  if (row.answeredAt !== void 0) return "answered";
  switch (row.choice) {
    case "callback":
    // Rang again with a callback open and left it to that, or rang to take it back: settled with the ledger.
    case "keep":
    case "cancel":
      return "callback";
    case "move":
      return "moved";
    case "hold":
    case "live":
    case void 0:
      break;
    default:
      return row.choice;
  }
  const asked = row.quotedAt !== void 0 || row.queuedAt !== void 0;
  if (row.endedAt === void 0) return asked ? "waiting" : void 0;
  if (!asked) return "menu-hang-up";
  return row.disconnectReason === "CONTACT_FLOW_DISCONNECT" ? "overflowed" : "abandoned";
}
var earlier = (one, other) => one === void 0 || other !== void 0 && other < one ? other : one;
var isSettled = (outcome) => outcome !== void 0 && outcome !== "waiting";
function deriveContact(row) {
  const {
    queue: _queue,
    outcome: _outcome,
    askedAt: _askedAt,
    intervalKey: _intervalKey,
    rankAt: _rankAt,
    waitingKey: _waitingKey,
    waitingRank: _waitingRank,
    provisionalUntil,
    ...facts
  } = row;
  const derived = facts;
  const queue = row.queuedQueue ?? row.askedQueue;
  const outcome = outcomeOf(row);
  const askedAt = earlier(row.quotedAt, row.queuedAt);
  if (queue !== void 0) derived.queue = queue;
  if (outcome !== void 0) derived.outcome = outcome;
  if (askedAt !== void 0 && outcome !== "outbound") {
    derived.askedAt = askedAt;
    if (queue !== void 0 && row.channel) derived.intervalKey = intervalKeyOf(queue, row.channel, askedAt);
  }
  const over = row.answeredAt !== void 0 || row.endedAt !== void 0;
  const waits = outcome === "waiting" || outcome === "outbound" && !over;
  const confirmed = row.queuedAt !== void 0;
  const rankAt = row.keepsPlaceSince ?? row.queuedAt ?? row.quotedAt;
  if (waits && !over && (confirmed || provisionalUntil !== void 0) && queue !== void 0 && row.channel && rankAt) {
    derived.rankAt = rankAt;
    derived.waitingKey = waitingKeyOf(queue, row.channel);
    derived.waitingRank = waitingRankOf(row.priority ?? DEFAULT_PRIORITY, rankAt, row.contactId);
    if (!confirmed && provisionalUntil !== void 0) derived.provisionalUntil = provisionalUntil;
  }
  return derived;
}

// core/rows/contact.ts
var contactSchemaVersion = 1;
var maxQuotes = 20;

// core/contacts/fold.ts
function foldEvent(row, event, context) {
  const facts = factsOf(event, context);
  const before = row ?? {
    schemaVersion: contactSchemaVersion,
    version: 0,
    contactId: event.contactId,
    expiresAt: context.expiresAt
  };
  return deriveContact(joinFacts(before, facts));
}
function factsOf(event, context) {
  const { eventType: _type, contactId: _id, instanceArn: _instance, queueArn, ...facts } = event;
  const queuedQueue = queueArn === void 0 ? void 0 : context.queueNameOf(queueArn);
  return queuedQueue === void 0 ? facts : { ...facts, queuedQueue };
}
function joinFacts(row, facts) {
  const joined = { ...row };
  for (const [name2, value] of Object.entries(facts)) {
    const known = joined[name2];
    if (value !== void 0 && (known === void 0 || value < known)) joined[name2] = value;
  }
  return joined;
}

// core/contacts/settlement.ts
function settlementOf(before, after) {
  const asked = before?.askedAt === void 0 && after.askedAt !== void 0 ? { ContactsOffered: 1 } : {};
  if (isSettled(before?.outcome) || !isSettled(after.outcome)) return asked;
  switch (after.outcome) {
    case "answered":
      return { ...asked, ContactsAnswered: 1, ...waitOf(after), ...promiseOf2(after), ...expectationOf(after) };
    case "abandoned":
      return { ...asked, ContactsAbandoned: 1, ...promiseOf2(after), ...expectationOf(after) };
    case "overflowed":
      return { ...asked, ContactsOverflowed: 1, ...expectationOf(after) };
    default:
      return asked;
  }
}
function waitOf({ askedAt, answeredAt }) {
  if (askedAt === void 0 || answeredAt === void 0) return {};
  return { WaitSeconds: Math.max(0, secondsBetween(askedAt, answeredAt)) };
}
function livePromise(row) {
  const told = row.quotes?.find((quote) => quote.toldBoundSeconds !== null);
  if (told?.toldBoundSeconds === void 0 || told.toldBoundSeconds === null) return "not-told";
  const until = addSeconds(told.askedAt, told.toldBoundSeconds);
  if (row.answeredAt !== void 0) return row.answeredAt <= until ? "kept" : "broken";
  return row.endedAt !== void 0 && row.endedAt > until ? "broken" : "not-known";
}
function promiseOf2(row) {
  const promise = livePromise(row);
  if (promise === "kept") return { PromisesKept: 1 };
  return promise === "broken" ? { PromisesBroken: 1 } : {};
}
function expectationOf(row) {
  const { expectationSeconds, askedAt, answeredAt } = row;
  if (expectationSeconds === void 0 || askedAt === void 0) return {};
  const met = answeredAt !== void 0 && secondsBetween(askedAt, answeredAt) <= expectationSeconds;
  return met ? { ExpectationMet: 1, ExpectationMetLive: 1 } : { ExpectationMissed: 1 };
}

// lambdas/row-changes.ts
var tries = 6;
async function changeContact(contacts, contactId, change) {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await contacts.get(contactId);
    const after = change(before);
    if (after === void 0) return void 0;
    if (before !== void 0 && same(before, after)) return { before, after: before };
    const written = { ...after, version: (before?.version ?? 0) + 1 };
    if (await contacts.replace(written, before?.version) === "written") return { before, after: written };
  }
  throw new Error(`contact row changed ${tries} times while it was being changed`);
}
var same = (a, b) => canonical(a) === canonical(b);
var canonical = (row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => a < b ? -1 : 1));
async function advanceCallback(world, callbackKey, callbackId, eventOf) {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await world.callbacks.get(callbackKey);
    if (before?.callbackId !== callbackId) return void 0;
    const change = advance(before, eventOf(before), world.rules);
    if (change.kind === "unchanged") return { row: before, changed: false, reason: change.reason };
    if (await write(world.callbacks, before, change)) {
      await afterwards(world, before, change);
      return { row: change.row, changed: true, reason: change.row.state };
    }
  }
  throw new Error(`callback row changed ${tries} times while it was being changed`);
}
async function write(callbacks, before, { row }) {
  const written = isOpen(row.state) ? await callbacks.replace(row, before.version) : await callbacks.close(row, before.version);
  return written === "written";
}
async function afterwards(world, before, { row, stop }) {
  if (row.state !== before.state) {
    world.log.info("callback moved", {
      callbackId: row.callbackId,
      state: row.state,
      attempt: row.attempt,
      ...row.reason === void 0 ? {} : { reason: row.reason }
    });
  }
  if (!isOpen(row.state)) countEnd(world.metrics, row);
  if (stop !== void 0) {
    await world.center.stop(stop).catch(() => world.log.warn("contact not stopped", { contactId: stop }));
  }
}
var delayOf = (acceptedAt, spokeAt) => Math.max(0, secondsBetween(acceptedAt, spokeAt));
function countEnd(metrics, row) {
  const promise = promiseOf(row);
  const { queue, channel } = row;
  switch (row.state) {
    case "COMPLETED":
      metrics.ofQueue(queue, channel, {
        CallbacksAnswered: 1,
        ...row.spokeAt === void 0 ? {} : { CallbackDelaySeconds: delayOf(row.acceptedAt, row.spokeAt) }
      });
      break;
    case "EXHAUSTED":
    case "REJECTED":
      metrics.ofQueue(queue, channel, { CallbacksUnanswered: 1 });
      break;
    case "CANCELLED":
      metrics.ofQueue(queue, channel, { CallbacksCancelled: 1 });
      break;
    case "EXPIRED":
      metrics.ofQueue(queue, channel, { CallbacksExpired: 1 });
      break;
    case "ACCEPTED":
    case "CREATED":
    case "PENDING":
    case "DIALING":
    case "DIALED":
      return;
    default:
      row.state;
  }
  if (promise === "kept") metrics.ofQueue(queue, channel, { CallbackPromisesKept: 1, ExpectationMet: 1 });
  if (promise === "broken") metrics.ofQueue(queue, channel, { CallbackPromisesBroken: 1, ExpectationMissed: 1 });
}

// lambdas/contact-events.ts
async function recordEvent(world, event, directory) {
  const retentionSeconds = world.settings.privacy.contactRetentionDays * 86400;
  const heardAt = event.initiatedAt ?? world.clock.now();
  const changed2 = await changeContact(
    world.contacts,
    event.contactId,
    (row) => foldEvent(row, event, {
      queueNameOf: (arn) => queueNameOf(directory, arn),
      // From the event and not from now: the same events make the same row, whenever they come.
      expiresAt: Math.ceil(heardAt / 1e3) + retentionSeconds
    })
  );
  if (!changed2) throw new Error("a fold always gives a row");
  const { before, after } = changed2;
  if (before !== after && after.queue !== void 0 && after.channel !== void 0) {
    const counts = settlementOf(before, after);
    if (Object.keys(counts).length > 0) world.metrics.ofQueue(after.queue, after.channel, counts);
  }
  await settleCallback(world, after);
  return after;
}
async function settleCallback(world, row) {
  const { contactId, callbackKey, callbackId } = row;
  if (callbackKey === void 0 || callbackId === void 0) return;
  const at = world.clock.now();
  if (!isOutbound(row)) {
    if (row.answeredAt === void 0) return;
    const cancel2 = { kind: "cancel", reason: "agent-was-faster", at };
    await advanceCallback(world, callbackKey, callbackId, () => cancel2);
    return;
  }
  const { queuedAt, customerAnsweredAt, answeredAt, endedAt } = row;
  if (answeredAt === void 0 && endedAt === void 0) return;
  const facts = { queuedAt, customerAnsweredAt, answeredAt, endedAt };
  const advanced = await advanceCallback(world, callbackKey, callbackId, () => ({ kind: "leg", contactId, facts, at }));
  if (advanced && answeredAt !== void 0) await markPlaceServed(world, advanced.row.sourceContactId, row);
}
async function markPlaceServed(world, sourceContactId, leg) {
  const placeEndedAt = leg.completedAt ?? leg.endedAt;
  await changeContact(
    world.contacts,
    sourceContactId,
    (row) => row && {
      ...row,
      ...leg.answeredAt === void 0 ? {} : { placeServedAt: row.placeServedAt ?? leg.answeredAt },
      ...placeEndedAt === void 0 ? {} : { placeEndedAt }
    }
  );
}
function queueNameOf(directory, arn) {
  const id = arn.split("/").at(-1);
  return Object.entries(directory?.queues ?? {}).find(([, known]) => known.split("/").at(-1) === id)?.[0];
}

// lambdas/callback-legs.ts
var provisionalSeconds = seconds(120);
async function noteNativeLeg(world, contactId, callback) {
  const provisionalUntil = addSeconds(world.clock.now(), provisionalSeconds);
  await noteLeg(world, contactId, callback, "CALLBACK", { keepsPlaceSince: callback.placeSince, provisionalUntil });
}
async function noteDialledLeg(world, callback, contactId) {
  const row = await noteLeg(world, contactId, callback, "API", {});
  if (row) await settleCallback(world, row);
}
async function noteLeg(world, contactId, callback, initiationMethod, place) {
  const changed2 = await changeContact(world.contacts, contactId, (known) => {
    const row = known ?? {
      schemaVersion: contactSchemaVersion,
      version: 0,
      contactId,
      expiresAt: Math.ceil(world.clock.now() / 1e3) + world.settings.privacy.contactRetentionDays * 86400
    };
    const { callbackKey, callbackId, attempt, channel, queue } = callback;
    const leg = { callbackKey, callbackId, attempt, channel, askedQueue: queue };
    return deriveContact({ ...row, ...leg, ...place, initiationMethod: row.initiationMethod ?? initiationMethod });
  });
  return changed2?.after;
}

// lambdas/bind-callback/bind-callback.ts
function makeBindCallback(world) {
  return async ({ Details: { ContactData: contact } }) => {
    const contactId = contact.ContactId;
    const sourceId = [contact.InitialContactId, contact.PreviousContactId].find((id) => id && id !== contactId);
    const source = sourceId ? await world.contacts.get(sourceId) : void 0;
    const { callbackKey, callbackId } = source ?? {};
    if (callbackKey === void 0 || callbackId === void 0) return ended2("unknown");
    const at = world.clock.now();
    const bound = await advanceCallback(world, callbackKey, callbackId, () => ({ kind: "bound", contactId, at }));
    const row = bound?.row;
    if (row?.state !== "CREATED" || row.contactId !== contactId || !isWanted(row)) {
      return ended2(row?.state ?? "replaced");
    }
    await noteNativeLeg(world, contactId, row);
    const queueArn = (await world.centerRows.directory())?.queues[row.queue] ?? "";
    return { bind: "go", reason: "bound", queue: row.queue, queueArn };
  };
}
var ended2 = (reason) => ({ bind: "end", reason, queue: "", queueArn: "" });

// lambdas/dial-callback/contract.ts
import * as z9 from "zod/mini";

// lambdas/edge/environment.ts
import * as z8 from "zod/mini";
var name = z8.string().check(z8.minLength(1));
var variables = {
  table: { NOHOLD_TABLE: name },
  keys: { NOHOLD_KEYS_SECRET_ARN: name },
  instance: { NOHOLD_INSTANCE_ARN: z8.string().check(z8.regex(/^arn:[^:]+:connect:[^:]*:[^:]*:instance\/.+/)) },
  dueCallbacks: { NOHOLD_DUE_CALLBACKS_URL: z8.string().check(z8.regex(/^https?:\/\//)) },
  callbackFlow: { NOHOLD_CALLBACK_FLOW_ID: name }
};

// lambdas/dial-callback/contract.ts
var environment = z9.object({
  ...variables.table,
  ...variables.keys,
  ...variables.instance,
  ...variables.callbackFlow
});
var request = z9.object({
  callbackKey: z9.string().check(z9.minLength(1)),
  callbackId: z9.string().check(z9.minLength(1)),
  attempt: z9.int().check(z9.minimum(1))
});

// core/callbacks/callingHours.ts
function parseDailyWindow(text3) {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text3);
  if (!match) throw new RangeError(`calling hours: expected "08:00-21:00", got "${text3}"`);
  const [fromHour, fromMinute, untilHour, untilMinute] = match.slice(1).map(Number);
  return { fromMinutes: fromHour * 60 + fromMinute, untilMinutes: untilHour * 60 + untilMinute };
}
var formats = /* @__PURE__ */ new Map();
function localMinutes(at, zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    formats.set(zone, format);
  }
  const [hour, minute] = format.format(at).split(":").map(Number);
  return hour * 60 + minute;
}
function mayRing(at, zones, window) {
  return zones.every((zone) => {
    const local = localMinutes(at, zone);
    return local >= window.fromMinutes && local < window.untilMinutes;
  });
}
function nextRingAt(at, zones, window) {
  if (mayRing(at, zones, window)) return at;
  const step2 = 5 * 6e4;
  let candidate = Math.ceil(at / step2) * step2;
  for (let steps = 0; steps < 3 * 288; steps += 1) {
    if (mayRing(candidate, zones, window)) return candidate;
    candidate = addSeconds(candidate, minutes(5));
  }
  return void 0;
}

// core/numbers/judgeNumber.ts
import { parsePhoneNumberFromString as parsePhoneNumberFromString2 } from "libphonenumber-js/max";

// core/numbers/e164.ts
var keyedWords = /* @__PURE__ */ new Set(["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"]);
var isWordInDigits = (number2) => keyedWords.has(number2);
function callerNumber(address) {
  if (!address || isWordInDigits(address)) return void 0;
  return /^\+[1-9]\d{6,14}$/.test(address) ? address : void 0;
}

// core/numbers/zones.ts
var byCountry = {
  AT: ["Europe/Vienna"],
  AU: ["Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin", "Australia/Perth"],
  BE: ["Europe/Brussels"],
  CH: ["Europe/Zurich"],
  CZ: ["Europe/Prague"],
  DE: ["Europe/Berlin"],
  DK: ["Europe/Copenhagen"],
  ES: ["Europe/Madrid", "Atlantic/Canary"],
  FI: ["Europe/Helsinki"],
  FR: ["Europe/Paris"],
  GB: ["Europe/London"],
  HK: ["Asia/Hong_Kong"],
  IE: ["Europe/Dublin"],
  IL: ["Asia/Jerusalem"],
  IN: ["Asia/Kolkata"],
  IT: ["Europe/Rome"],
  JP: ["Asia/Tokyo"],
  LU: ["Europe/Luxembourg"],
  MX: ["America/Mexico_City", "America/Cancun", "America/Hermosillo", "America/Tijuana"],
  NL: ["Europe/Amsterdam"],
  NO: ["Europe/Oslo"],
  NZ: ["Pacific/Auckland"],
  PL: ["Europe/Warsaw"],
  PR: ["America/Puerto_Rico"],
  PT: ["Europe/Lisbon", "Atlantic/Azores"],
  SE: ["Europe/Stockholm"],
  SG: ["Asia/Singapore"],
  ZA: ["Africa/Johannesburg"]
};
var eastern = "America/New_York";
var central = "America/Chicago";
var mountain = "America/Denver";
var arizona = "America/Phoenix";
var pacific = "America/Los_Angeles";
var alaska = "America/Anchorage";
var hawaii = "Pacific/Honolulu";
var atlantic = "America/Halifax";
var wholeCountry = {
  US: [eastern, central, mountain, arizona, pacific, alaska, "America/Adak", hawaii],
  CA: ["America/St_Johns", atlantic, "America/Toronto", "America/Winnipeg", "America/Regina", mountain, pacific]
};
var areaCodes = [
  [
    eastern,
    `201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304 305 313 315
     317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 423 434 436 440 443 445 463
     470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 574 582 585 586 603 606 607 609 610 614 616 617
     624 631 640 645 646 656 667 678 679 680 681 686 689 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762
     765 770 771 772 774 781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863
     864 865 878 904 908 910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 984 989
     270 364 448 812 850 906 930 931`
  ],
  [
    central,
    `205 210 214 217 218 219 224 225 228 235 251 254 256 262 270 274 281 309 312 314 316 318 319 320 325 327 331 334 337
     346 353 361 364 402 405 409 414 417 430 432 447 448 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 580
     601 608 612 615 618 621 629 630 636 641 651 659 660 662 682 701 708 712 713 715 726 730 731 737 763 769 773 779 806
     815 816 817 830 832 847 850 861 870 872 901 903 913 918 920 924 931 936 938 940 945 952 956 972 975 979 985
     308 423 574 605 606 620 785 812 906 930`
  ],
  [mountain, "303 307 385 406 435 505 575 719 720 748 801 915 970 983 208 986 308 432 458 541 605 620 701 775 785 928"],
  [arizona, "480 520 602 623 928"],
  [
    pacific,
    `206 209 213 253 279 310 323 341 350 357 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628 650 657
     661 669 702 707 714 725 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951 971 208 986 458 541 775`
  ],
  [alaska, "907"],
  ["America/Adak", "907"],
  [hawaii, "808"],
  ["America/St_Johns", "709 879"],
  [atlantic, "428 506 709 782 879 902"],
  [
    "America/Toronto",
    `226 249 263 289 343 354 365 367 382 416 418 437 438 450 468 514 519 548 579 581 613 647 683 705 742 753 807 819 867
     873 905 942`
  ],
  ["America/Winnipeg", "204 431 584 807 867"],
  ["America/Regina", "306 474 639"],
  ["America/Edmonton", "236 250 306 368 403 587 639 672 778 780 825 867"],
  ["America/Vancouver", "236 250 257 604 672 778"],
  ["America/Whitehorse", "867"]
];
var zonesOfAreaCode = /* @__PURE__ */ new Map();
for (const [zone, codes] of areaCodes) {
  for (const code of codes.split(/\s+/)) zonesOfAreaCode.set(code, [...zonesOfAreaCode.get(code) ?? [], zone]);
}
function zonesOf(number2, country2) {
  const whole2 = wholeCountry[country2];
  if (whole2) return zonesOfAreaCode.get(number2.slice(2, 5)) ?? whole2;
  return byCountry[country2] ?? [];
}
var callingCodes = {
  "27": "ZA",
  "31": "NL",
  "32": "BE",
  "33": "FR",
  "34": "ES",
  "351": "PT",
  "352": "LU",
  "353": "IE",
  "358": "FI",
  "39": "IT",
  "41": "CH",
  "420": "CZ",
  "43": "AT",
  "44": "GB",
  "45": "DK",
  "46": "SE",
  "47": "NO",
  "48": "PL",
  "49": "DE",
  "52": "MX",
  "61": "AU",
  "64": "NZ",
  "65": "SG",
  "81": "JP",
  "852": "HK",
  "91": "IN",
  "972": "IL"
};
function zonesOfNumber(number2) {
  if (number2.startsWith("+1")) return /^\+1(787|939)/.test(number2) ? zonesOf(number2, "PR") : zonesOf(number2, "US");
  const code = [3, 2].map((length) => number2.slice(1, 1 + length)).find((prefix) => prefix in callingCodes);
  return code === void 0 ? [] : zonesOf(number2, callingCodes[code] ?? "");
}
var callableCountries = [...Object.keys(byCountry), ...Object.keys(wholeCountry)].sort();

// core/numbers/judgeNumber.ts
var personTypes = /* @__PURE__ */ new Set(["FIXED_LINE", "MOBILE", "FIXED_LINE_OR_MOBILE"]);
function judgeNumber(text3, rules) {
  const refused = (reason) => ({ kind: "refused", reason });
  const written = (text3 ?? "").trim();
  if (written === "" || /^(anonymous|restricted|blocked|unknown|unavailable|private)$/i.test(written))
    return refused("anonymous");
  if (!/^\+?[\d\s().\-/*#]{3,40}$/.test(written)) return refused("not-a-number");
  const digits = written.replaceAll(/[^+\d]/g, "");
  if (isWordInDigits(digits)) return refused("anonymous");
  const home = rules.allowedCountries[0];
  const parsed = parsePhoneNumberFromString2(digits, {
    ...home ? { defaultCountry: home } : {},
    extract: false
  });
  if (!parsed) return refused("not-a-number");
  if (!parsed.isValid()) return refused("not-valid");
  if (!parsed.country) return refused("no-country");
  if (!rules.allowedCountries.includes(parsed.country)) return refused("country-not-allowed");
  if (!personTypes.has(parsed.getType() ?? "")) return refused("type-not-allowed");
  const number2 = parsed.number;
  if (rules.ownNumbers.includes(number2)) return refused("own-number");
  const zones = zonesOf(number2, parsed.country);
  if (zones.length === 0) return refused("country-not-allowed");
  return { kind: "dialable", number: number2, country: parsed.country, zones };
}
function sayRefusal(reason) {
  switch (reason) {
    case "anonymous":
      return "We cannot see your number.";
    case "not-a-number":
    case "not-valid":
      return "That is not a number we can call.";
    case "no-country":
    case "country-not-allowed":
      return "We cannot call numbers in that country.";
    case "type-not-allowed":
      return "We can call mobile and landline numbers only.";
    case "own-number":
      return "That is one of our own numbers.";
    default:
      return reason;
  }
}

// core/time/hours.ts
var weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
var minuteMs = 6e4;
var dayMs = 24 * 60 * minuteMs;
function isOpenAt(hours2, timeZone2, at) {
  const local = localAt(timeZone2, at);
  const date = Math.floor(local / dayMs) * dayMs;
  return rangesOf(hours2, date).some((range2) => date + range2.from <= local && local < date + range2.until);
}
function nextOpeningAt(hours2, timeZone2, at) {
  for (const opening of openingsFrom(hours2, timeZone2, at, 731)) return Math.max(at, opening.opensAt);
  return void 0;
}
function closesAt(hours2, timeZone2, at) {
  let closes = at;
  for (const opening of openingsFrom(hours2, timeZone2, at, 9)) {
    if (opening.opensAt > closes) break;
    closes = Math.max(closes, opening.closesAt);
  }
  return closes > at && closes <= at + 7 * dayMs ? closes : void 0;
}
function* openingsFrom(hours2, timeZone2, at, dayCount) {
  const firstDate = Math.floor(localAt(timeZone2, at) / dayMs) * dayMs - dayMs;
  for (let day = 0; day <= dayCount; day += 1) {
    for (const opening of openingsOn(hours2, timeZone2, firstDate + day * dayMs))
      if (opening.closesAt > at) yield opening;
  }
}
function openingsOn(hours2, timeZone2, date) {
  const ranges2 = rangesOf(hours2, date);
  if (ranges2.length === 0) return [];
  return periodsOf(timeZone2, date).flatMap(
    (period) => ranges2.map((range2) => ({
      opensAt: Math.max(period.from, date + range2.from - period.offset),
      closesAt: Math.min(period.until, date + range2.until - period.offset)
    }))
  ).filter((opening) => opening.opensAt < opening.closesAt).sort((a, b) => a.opensAt - b.opensAt);
}
function rangesOf(hours2, date) {
  const iso = hours2.holidays.length === 0 ? "" : new Date(date).toISOString().slice(0, 10);
  const holiday = hours2.holidays.find((day) => day.date === iso);
  const weekday = weekdays[new Date(date).getUTCDay()];
  const ranges2 = holiday ? holiday.open ?? [] : (weekday && hours2.week[weekday]) ?? [];
  return ranges2.map((range2) => ({ from: clockMs(range2.slice(0, 5)), until: clockMs(range2.slice(6)) }));
}
var clockMs = (clock2) => (Number(clock2.slice(0, 2)) * 60 + Number(clock2.slice(3, 5))) * minuteMs;
function periodsOf(timeZone2, date) {
  const from = date - 14 * 60 * minuteMs;
  const until = date + dayMs + 12 * 60 * minuteMs;
  const before = offsetAt(timeZone2, from);
  const after = offsetAt(timeZone2, until);
  if (before === after) return [{ from, until, offset: before }];
  let last = from / minuteMs;
  let first = until / minuteMs;
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(timeZone2, middle * minuteMs) === before) last = middle;
    else first = middle;
  }
  const change = first * minuteMs;
  return [
    { from, until: change, offset: before },
    { from: change, until, offset: after }
  ];
}
var localAt = (timeZone2, at) => at + offsetAt(timeZone2, at);
var formats2 = /* @__PURE__ */ new Map();
function offsetAt(timeZone2, at) {
  let format = formats2.get(timeZone2);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: timeZone2, timeZoneName: "longOffset", year: "numeric" });
    formats2.set(timeZone2, format);
  }
  const match = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(at));
  const minutes2 = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  return (match?.[1] === "-" ? -minutes2 : minutes2) * minuteMs;
}

// lambdas/dial-callback/dial-callback.ts
function makeDialCallback(world) {
  return async ({ callbackKey, callbackId, attempt }) => {
    const now = world.clock.now();
    const callback = await world.callbacks.get(callbackKey);
    if (callback?.callbackId !== callbackId || callback.state !== "PENDING" || callback.attempt !== attempt) return;
    if (now < callback.notBefore) return;
    const move2 = (event) => advanceCallback(world, callbackKey, callbackId, () => event);
    if (now >= callback.expiresBy) return void await move2({ kind: "lapsed", at: now });
    const number2 = await world.customers.decrypt(callback.numberCipher);
    const verdict = judgeNumber(number2, {
      allowedCountries: world.settings.callbacks.allowedCountries,
      ownNumbers: world.settings.ownNumbers
    });
    if (verdict.kind === "refused") {
      return void await move2({ kind: "refused", attempt, reason: verdict.reason, at: now });
    }
    const until = notBefore(world, callback, verdict.zones, now);
    if (until !== void 0) return void await move2({ kind: "postponed", until, reason: "hours", at: now });
    const queueArn = (await world.centerRows.directory())?.queues[callback.queue];
    if (queueArn === void 0) throw new Error("directory: the queue is not in it; settle-deployment writes it");
    if (!await withinBudgets(world, callback, now)) {
      return void await move2({ kind: "postponed", until: addSeconds(now, hours(1)), reason: "budget", at: now });
    }
    const intent = await move2({ kind: "intent", attempt, at: now });
    if (!intent?.changed) return;
    await dial(world, intent.row, number2, queueArn);
  };
}
function notBefore(world, callback, zones, now) {
  const { settings } = world;
  const rings = nextRingAt(now, zones, parseDailyWindow(settings.callbacks.allowedHours));
  if (rings === void 0) return addSeconds(now, hours(24));
  if (rings > now) return rings;
  const queueHours = settings.hours[settings.queues[callback.queue]?.hours ?? ""];
  if (!queueHours || isOpenAt(queueHours, queueHours.timeZone, now)) return void 0;
  return nextOpeningAt(queueHours, queueHours.timeZone, now) ?? addSeconds(now, hours(24));
}
async function withinBudgets(world, callback, now) {
  const { dialsPerDay, perNumberPerDay } = world.settings.callbacks;
  const day = new Date(now).toISOString().slice(0, 10);
  const until = addSeconds(now, hours(48));
  const { spend } = world.centerRows;
  const attempt = `${callback.callbackId}-${callback.attempt}`;
  const ofNumber = await spend(`number#${callback.customerKey}#${day}`, perNumberPerDay, until, attempt);
  if (ofNumber === "exhausted") return false;
  return await spend(`dials#${day}`, dialsPerDay, until) === "spent";
}
async function dial(world, callback, number2, queueArn) {
  const { callbackKey, callbackId, attempt, queue } = callback;
  const name2 = `${callbackId}-${attempt}`;
  try {
    const placed = await world.center.place({
      name: name2,
      clientToken: name2,
      number: number2,
      flowId: world.flowId,
      queueArn,
      ringSeconds: world.settings.callbacks.ringSeconds,
      attributes: { callbackId, callbackKey, attempt: String(attempt), queue, queueArn }
    });
    const at = world.clock.now();
    const event = { ...placed, attempt, at };
    world.metrics.ofCenter(placed.kind === "placed" ? { DialsPlaced: 1 } : { DialsRefused: 1 });
    const advanced = await advanceCallback(world, callbackKey, callbackId, () => event);
    if (placed.kind === "placed" && advanced) await noteDialledLeg(world, advanced.row, placed.contactId);
  } catch (error) {
    world.log.error("dial result unknown", { callbackId, attempt, reason: error instanceof Error ? error.name : "" });
  }
}

// lambdas/edge/batch.ts
import middy2 from "@middy/core";
import * as z12 from "zod/mini";

// lambdas/edge/flow.ts
import middy from "@middy/core";
import * as z11 from "zod/mini";
import { $ZodError } from "zod/v4/core";

// lambdas/edge/flow-event.ts
import * as z10 from "zod/mini";
var contactData = z10.object({
  ContactId: z10.string().check(z10.minLength(1), z10.maxLength(256)),
  InitialContactId: z10.nullish(z10.string()),
  PreviousContactId: z10.nullish(z10.string()),
  Channel: z10.nullish(z10.string()),
  InitiationMethod: z10.nullish(z10.string()),
  CustomerEndpoint: z10.nullish(z10.object({ Address: z10.nullish(z10.string()), Type: z10.nullish(z10.string()) })),
  Attributes: z10.nullish(z10.record(z10.string(), z10.string()))
});
var flowEvent = (parameters) => z10.object({ Details: z10.object({ ContactData: contactData, Parameters: parameters }) });
var figure = z10.pipe(
  z10.nullish(z10.string()),
  z10.transform((text3) => {
    if (text3 === void 0 || text3 === null || text3.trim() === "") return void 0;
    const value = Number(text3);
    return Number.isFinite(value) && value >= 0 ? value : void 0;
  })
);
var optionalText = z10.pipe(
  z10.nullish(z10.string()),
  z10.transform((text3) => text3 ? text3 : void 0)
);
var queueName = z10.string().check(z10.minLength(1), z10.maxLength(127));

// lambdas/edge/flow.ts
function reasonOf(error) {
  if (error instanceof $ZodError) {
    return `refused: ${error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`).join(", ")}`;
  }
  return error instanceof Error && error.name === "Fault" ? error.message : nameOf2(error);
}
var nameOf2 = (error) => error instanceof Error ? error.name : typeof error;

// lambdas/edge/batch.ts
function fromQueue({ message, run, log }) {
  return middy2().handler(async (event) => {
    const batchItemFailures = [];
    for (const record5 of event.Records) {
      try {
        await run(z12.parse(message, JSON.parse(record5.body)));
      } catch (error) {
        log.error("message failed", { reason: reasonOf(error) });
        batchItemFailures.push({ itemIdentifier: record5.messageId });
      }
    }
    return { batchItemFailures };
  });
}

// lambdas/ledger-rules.ts
var ledgerRulesOf = ({ callbacks, privacy }) => ({
  attempts: callbacks.attempts,
  retrySeconds: minutes(callbacks.retryMinutes),
  retentionSeconds: hours(24 * privacy.numberRetentionDays)
});

// lambdas/quote-wait/contract.ts
import * as z13 from "zod/mini";
var environment2 = z13.object({ ...variables.table, ...variables.keys });
var request2 = flowEvent(
  z13.object({
    /** `arrival` before the queue, `waiting` from within it: the latter proves that the contact is queued. */
    purpose: z13.enum(["arrival", "waiting"]),
    queue: queueName,
    channel: z13.enum(["voice", "chat"]),
    metrics: z13.enum(["known", "unknown"]),
    queueSize: figure,
    oldestAgeSeconds: figure,
    agentsStaffed: figure,
    agentsAvailable: figure,
    agentsBusy: figure,
    agentsAfterContactWork: figure,
    ewtSeconds: figure
  })
);
var answer = z13.object({
  offer: z13.enum(["none", "callback", "open-callback"]),
  /** Said first; '' says nothing. */
  say: z13.string(),
  /** The menu's text when there is an offer. */
  ask: z13.string(),
  reason: z13.string(),
  /** '' when no bound was told. */
  toldBoundSeconds: z13.string()
});
var safeAnswer = { offer: "none", say: "", ask: "", reason: "fault", toldBoundSeconds: "" };

// core/queueing/beta.ts
function stirlingError(z16) {
  let sum2 = 0;
  let x = z16;
  for (; x < 12; x += 1) sum2 += (x + 0.5) * Math.log1p(1 / x) - 1;
  const r = 1 / (x * x);
  return sum2 + (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))))) / x;
}
function deviance(k, m) {
  const d = k - m;
  if (Math.abs(d) >= 0.1 * (k + m)) return k * Math.log(k / m) - d;
  const v = d / (k + m);
  let sum2 = d * v;
  let term = 2 * k * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum2 + term / j;
    if (next === sum2) return next;
    sum2 = next;
  }
}
function betaKernel(x, y, a, b) {
  if (x <= 0 || y <= 0) return 0;
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt(a / n * (b / (2 * Math.PI))) * Math.exp(exponent);
}
function incompleteBeta(x, y, a, b) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const kernel = betaKernel(x, y, a, b);
  return incompleteBetaBy(kernel, x, y, a, b);
}
function incompleteBetaBy(kernel, x, y, a, b) {
  return x * (a + b + 2) < a + 1 ? kernel / a * betaFraction(x, a, b) : 1 - kernel / b * betaFraction(y, b, a);
}
function betaFraction(x, a, b) {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - (a + b) * x / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m <= 2e4; m++) {
    const a2m = a + 2 * m;
    const even = m * (b - m) * x / ((a2m - 1) * a2m);
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= d * c;
    const odd = -(a + m) * (a + b + m) * x / (a2m * (a2m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step2 = d * c;
    fraction *= step2;
    if (!(Math.abs(step2 - 1) >= 3e-16)) break;
  }
  return fraction;
}
function digammaRise(a, b) {
  let sum2 = 0;
  let x = a;
  for (; x < 16; x += 1) sum2 += b / (x * (x + b));
  const z16 = x + b;
  const p = 1 / (x * x);
  const q = 1 / (z16 * z16);
  const tail = (r) => r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
  return sum2 + Math.log1p(b / x) + b / (2 * x * z16) + (tail(p) - tail(q));
}
function trigammaFall(a, b) {
  let sum2 = 0;
  let x = a;
  for (; x < 16; x += 1) sum2 += b * (2 * x + b) / (x * x * (x + b) * (x + b));
  const z16 = x + b;
  const p = 1 / (x * x);
  const q = 1 / (z16 * z16);
  const tail = (r, root) => r / root * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r / 30)));
  return sum2 + b / (x * z16) + b * (2 * x + b) / (2 * x * x * z16 * z16) + (tail(p, x) - tail(q, z16));
}

// core/queueing/logBeta.ts
function waitBehind(callersAhead, agents, serviceRate, abandonRate) {
  const decayPerSecond = Math.max(abandonRate, 1e-6 * agents * serviceRate);
  return { completions: agents * serviceRate / decayPerSecond, position: callersAhead + 1, decayPerSecond };
}
function logBetaMean(law) {
  return digammaRise(law.completions, law.position) / law.decayPerSecond;
}
function logBetaVariance(law) {
  return trigammaFall(law.completions, law.position) / law.decayPerSecond ** 2;
}
function logBetaSurvival(law, seconds2) {
  if (!(seconds2 > 0)) return 1;
  const decayed = law.decayPerSecond * seconds2;
  return incompleteBeta(Math.exp(-decayed), -Math.expm1(-decayed), law.completions, law.position);
}
function logBetaDensity(law, seconds2) {
  const decayed = law.decayPerSecond * seconds2;
  const y = -Math.expm1(-decayed);
  return law.decayPerSecond * betaKernel(Math.exp(-decayed), y, law.completions, law.position) / y;
}
function logBetaQuantile(law, p) {
  if (!(p > 0)) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  const { completions, position, decayPerSecond } = law;
  const target = Math.log(p / (1 - p));
  let low = -745;
  let high = 709;
  let logDecayed = Math.log(firstGuess(law, p));
  for (let round = 0; round < 200; round++) {
    const decayed = Math.exp(logDecayed);
    const x = Math.exp(-decayed);
    const y = -Math.expm1(-decayed);
    const kernel = betaKernel(x, y, completions, position);
    const longer = incompleteBetaBy(kernel, x, y, completions, position);
    const shorter = incompleteBetaBy(kernel, y, x, position, completions);
    const excess = Math.log(shorter / longer) - target;
    if (excess > 0) high = Math.min(high, logDecayed);
    else low = Math.max(low, logDecayed);
    const step2 = excess * shorter * longer * y / (kernel * decayed);
    if (Math.abs(step2) < 1e-8) return Math.exp(logDecayed - step2) / decayPerSecond;
    const next = logDecayed - step2;
    const inside = next > low && next < high;
    logDecayed = inside ? next : (Math.max(low, logDecayed - 3) + Math.min(high, logDecayed + 3)) / 2;
  }
  return Math.exp(logDecayed) / decayPerSecond;
}
function firstGuess(law, p) {
  const mean = digammaRise(law.completions, law.position);
  const shape = mean * mean / trigammaFall(law.completions, law.position);
  const tail = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
  const bent = tail - (2.30753 + 0.27061 * tail) / (1 + tail * (0.99229 + 0.04481 * tail));
  const normal = p < 0.5 ? -bent : bent;
  const root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
  return root > 0.1 ? mean * root ** 3 : mean * p ** (1 / shape);
}

// core/prediction/patience.ts
var commonSpans = [0, 15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1200];
function memorylessPatience(meanSeconds) {
  return { fromSeconds: commonSpans, leavingPerSecond: commonSpans.map(() => 1 / meanSeconds) };
}
function constantRate(patience) {
  const [first = 0] = patience.leavingPerSecond;
  return patience.leavingPerSecond.every((rate) => rate === first) ? first : void 0;
}
function survival(patience, waitedSeconds) {
  const hazard = patience.fromSeconds.reduce((total, from, span) => {
    const until = patience.fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
    const within = Math.max(0, Math.min(waitedSeconds, until) - from);
    return within > 0 ? total + within * (patience.leavingPerSecond[span] ?? 0) : total;
  }, 0);
  return Math.exp(-hazard);
}
function estimatePatience(stays, previous, priorLeavings2) {
  const { fromSeconds } = previous;
  const leavings = fromSeconds.map(() => 0);
  const exposure = fromSeconds.map(() => 0);
  for (const stay of stays) {
    for (let span = 0; span < fromSeconds.length; span++) {
      const from = fromSeconds[span] ?? 0;
      if (stay.heldSeconds <= from) break;
      const until = fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
      exposure[span] = (exposure[span] ?? 0) + Math.min(stay.heldSeconds, until) - from;
      if (stay.left && stay.heldSeconds <= until) leavings[span] = (leavings[span] ?? 0) + 1;
    }
  }
  const foreseen = previous.leavingPerSecond.reduce((total, rate, span) => total + rate * (exposure[span] ?? 0), 0);
  const seen = leavings.reduce((total, count3) => total + count3, 0);
  const scale = (seen + priorLeavings2) / (foreseen + priorLeavings2);
  return {
    fromSeconds,
    leavingPerSecond: previous.leavingPerSecond.map(
      (rate, span) => ((leavings[span] ?? 0) + priorLeavings2) / ((exposure[span] ?? 0) + priorLeavings2 / (scale * rate))
    )
  };
}

// core/prediction/quoteFact.ts
function quoteFact(askedAt, purpose, predicted, toldBoundSeconds2) {
  return { askedAt, purpose, basis: predicted.basis, toldBoundSeconds: toldBoundSeconds2 };
}
function promiseAmong(quotes) {
  return quotes.find((quote) => quote.toldBoundSeconds !== null);
}

// core/prediction/caution.ts
var step = 0.12;
var mostCaution = 2;
var mostWeight = 4;
function shareWithCaution(share2, caution) {
  const odds = share2 / (1 - share2) * Math.exp(caution);
  return odds / (1 + odds);
}
function cautionAfter(facts, previous, until, keptShare) {
  const from = previous.estimatedAt ?? 0;
  const known = facts.flatMap((fact) => promiseOf3(fact, previous.patience)).filter((promise) => promise.knownAt > from && promise.knownAt <= until);
  return known.toSorted((one, other) => one.knownAt - other.knownAt).reduce((caution, { kept, weight }) => {
    const next = caution + step * weight * (kept ? keptShare - 1 : keptShare);
    return Math.min(mostCaution, Math.max(-mostCaution, next));
  }, previous.calibration.caution);
}
function promiseOf3(fact, patience) {
  const promise = promiseAmong(fact.quotes);
  if (!promise || promise.toldBoundSeconds === null || promise.basis.meanSeconds === 0) return [];
  const { askedAt, toldBoundSeconds: toldBoundSeconds2 } = promise;
  const dueAt = addSeconds(askedAt, toldBoundSeconds2);
  const kept = fact.servedAt !== null && fact.servedAt <= dueAt;
  const knownAt = kept ? fact.servedAt ?? dueAt : dueAt;
  if (!kept && (fact.servedAt ?? fact.heldUntil) <= dueAt) return [];
  const [asked, known] = [secondsBetween(fact.queuedAt, askedAt), secondsBetween(fact.queuedAt, knownAt)];
  const stayed = survival(patience, known) / survival(patience, Math.max(0, asked));
  return [{ knownAt, kept, weight: Math.min(mostWeight, 1 / stayed) }];
}

// core/prediction/elapsedWait.ts
var leastVariance = 1e-6;
function elapsedWait(line, patience, callbacks) {
  const cumulative = cumulativeHazard(patience);
  const callbackTurn = 1 - callbacks.unansweredShare * (1 - Math.min(1, callbacks.lostSeconds / line.handleSeconds));
  const turns = turnsOf(line);
  turns.take(1);
  let callersAhead = 0;
  const lastElapsed = line.ahead.at(-1)?.elapsedSeconds ?? 0;
  const count3 = line.ahead.length + line.beyond;
  for (let index = 0; index < count3; index++) {
    const caller = line.ahead[index];
    if (caller?.holdsCallback) {
      callersAhead += callbackTurn;
      turns.take(callbackTurn);
      continue;
    }
    const { mean: mean2 } = turns;
    const variance2 = Math.max(turns.variance, leastVariance * mean2 * mean2);
    const elapsed = caller?.elapsedSeconds ?? lastElapsed;
    const gone = hazardUntil(patience, cumulative, elapsed + mean2) - hazardUntil(patience, cumulative, elapsed);
    const shape = mean2 * mean2 / variance2;
    const present = Math.exp(-shape * Math.log1p(gone / shape));
    const hazard = hazardAt(patience, elapsed + mean2);
    turns.variance -= 2 * turns.step * present * hazard * variance2 / (1 + hazard * variance2 / mean2);
    turns.take(present);
    callersAhead += 1;
  }
  const { mean, variance, step: step2 } = turns;
  return { mean, variance: Math.max(variance, Math.min(step2 * step2, mean * mean)), callersAhead };
}
function turnsOf(line) {
  const overtaking = line.overtakingPerSecond ?? 0;
  const changes = line.changes ?? [];
  let rate = line.completionsPerSecond;
  let next = 0;
  let starting = 0;
  const stretch = () => rate / Math.max(rate - overtaking, 1e-3 * rate);
  return {
    mean: 0,
    variance: 0,
    /** Mean time of a full turn at the present staffing. */
    step: stretch() / rate,
    /** One more caller takes a turn, present with probability `present`. */
    take(present) {
      const atOnce = Math.min(present, starting);
      starting -= atOnce;
      let rest = present - atOnce;
      for (let change = changes[next]; change && this.mean + rest * this.step > change.inSeconds; change = changes[next]) {
        rest = Math.max(0, rest - Math.max(0, change.inSeconds - this.mean) / this.step);
        this.mean = Math.max(this.mean, change.inSeconds);
        starting = Math.max(0, (change.completionsPerSecond - rate) * line.handleSeconds);
        rate = change.completionsPerSecond;
        this.step = stretch() / rate;
        next += 1;
        const now = Math.min(rest, starting);
        starting -= now;
        rest -= now;
      }
      this.mean += rest * this.step;
      const widening = stretch();
      const own = (2 * widening - 1) * widening * widening;
      this.variance += rest * own / (rate * rate) + rest * (1 - rest) * this.step * this.step;
    }
  };
}
function cumulativeHazard(patience) {
  const cumulative = [0];
  for (let span = 1; span < patience.fromSeconds.length; span++) {
    const length = (patience.fromSeconds[span] ?? 0) - (patience.fromSeconds[span - 1] ?? 0);
    cumulative.push((cumulative[span - 1] ?? 0) + length * (patience.leavingPerSecond[span - 1] ?? 0));
  }
  return cumulative;
}
function hazardAt(patience, waited) {
  const { fromSeconds, leavingPerSecond } = patience;
  let span = fromSeconds.length - 1;
  while (span > 0 && waited < (fromSeconds[span] ?? 0)) span -= 1;
  return leavingPerSecond[span] ?? 0;
}
function hazardUntil(patience, cumulative, waited) {
  const { fromSeconds, leavingPerSecond } = patience;
  let span = fromSeconds.length - 1;
  while (span > 0 && waited < (fromSeconds[span] ?? 0)) span -= 1;
  return (cumulative[span] ?? 0) + (waited - (fromSeconds[span] ?? 0)) * (leavingPerSecond[span] ?? 0);
}

// core/prediction/calibration.ts
var levels = [
  0.05,
  0.1,
  0.15,
  0.2,
  0.25,
  0.3,
  0.35,
  0.4,
  0.45,
  0.5,
  0.55,
  0.6,
  0.65,
  0.7,
  0.75,
  0.8,
  0.85,
  0.9,
  0.925,
  0.95,
  0.97,
  0.985,
  0.995
];
var honestCurve = levels;
var highestLevel = 0.9995;
function lawLevelOf(curve, real) {
  return Math.min(interpolate(curve, levels, real), highestLevel);
}
function realLevelOf(curve, law) {
  return interpolate(levels, curve, law);
}
function interpolate(from, to, value) {
  let [x0, y0] = [0, 0];
  for (let index = 0; index <= from.length; index++) {
    const x1 = from[index] ?? 1;
    const y1 = to[index] ?? 1;
    if (value <= x1) return x1 > x0 ? y0 + (value - x0) / (x1 - x0) * (y1 - y0) : y1;
    x0 = x1;
    y0 = y1;
  }
  return 1;
}
function calibrate(scored, prior, priorWeight) {
  const cells = levels.length + 1;
  const served = new Float64Array(cells);
  const left = new Float64Array(cells);
  let atRisk = priorWeight;
  for (const wait of scored) {
    const found = levels.findIndex((level) => wait.level < level);
    const cell = found < 0 ? cells - 1 : found;
    const column = wait.served ? served : left;
    column[cell] = (column[cell] ?? 0) + wait.weight;
    atRisk += wait.weight;
  }
  let survival2 = 1;
  let priorBelow = 0;
  return levels.map((_, cell) => {
    const priorHere = ((prior[cell] ?? 1) - priorBelow) * priorWeight;
    priorBelow = prior[cell] ?? 1;
    const servedHere = served[cell] ?? 0;
    const leftHere = left[cell] ?? 0;
    survival2 *= 1 - (servedHere + priorHere) / (atRisk - leftHere / 2);
    atRisk -= servedHere + leftHere + priorHere;
    return Math.min(Math.max(1 - survival2, 1e-6), 1 - 1e-6);
  });
}

// core/prediction/waitLaw.ts
var leastShape = 0.02;
function lawAtPace(basis, pace) {
  const wanted = basis.variance / basis.meanSeconds ** 2 + pace.spread ** 2;
  let law = basis;
  let mean = logBetaMean(law);
  for (let round = 0; round < 4; round++) {
    const excess = wanted * mean * mean / logBetaVariance(law);
    if (Math.abs(excess - 1) < 1e-6) break;
    law = {
      completions: Math.max(leastShape, law.completions / excess),
      position: Math.max(leastShape, law.position / excess),
      decayPerSecond: law.decayPerSecond
    };
    mean = logBetaMean(law);
  }
  return { law, stretch: meanAtPace(basis, pace) / mean };
}
var headGrainSeconds = 15;
function meanAtPace(basis, pace) {
  const seen = (basis.headSeconds + headGrainSeconds) / (basis.meanSeconds + headGrainSeconds);
  return pace.factor * basis.meanSeconds * seen ** pace.headWeight;
}
function waitLaw(basis, model) {
  if (basis.meanSeconds === 0) return servedAtOnce;
  const { law, stretch } = lawAtPace(basis, model.pace);
  const curve = model.calibration.waited;
  return {
    meanSeconds: seconds(model.calibration.mean * meanAtPace(basis, model.pace)),
    quantileSeconds: (p) => seconds(stretch * logBetaQuantile(law, lawLevelOf(curve, p))),
    probabilityLongerThan: (waitSeconds) => 1 - realLevelOf(curve, 1 - logBetaSurvival(law, waitSeconds / stretch))
  };
}
function calibratedQuantile(basis, pace, curve, level) {
  if (basis.meanSeconds === 0) return seconds(0);
  const { law, stretch } = lawAtPace(basis, pace);
  return seconds(stretch * logBetaQuantile(law, lawLevelOf(curve, level)));
}
var servedAtOnce = {
  meanSeconds: seconds(0),
  quantileSeconds: () => seconds(0),
  probabilityLongerThan: (waitSeconds) => waitSeconds < 0 ? 1 : 0
};

// core/prediction/predictWait.ts
function predictWait(state, model) {
  if (!state.agents) return { kind: "unknown", reason: "metrics-unknown" };
  const { staffed, available, busy } = state.agents;
  const serving = Math.min(staffed, available + busy) * state.contactsPerAgent;
  if (!(serving > 0)) return { kind: "unknown", reason: "no-agents" };
  const basis = lawBasis(state, model, serving, available);
  return { kind: "known", law: waitLaw(basis, model), basis };
}
function toldBoundSeconds(predicted, model, keptShare) {
  const { told, caution } = model.calibration;
  return calibratedQuantile(predicted.basis, model.pace, told, shareWithCaution(keptShare, caution));
}
function lawBasis(state, model, serving, available) {
  const { handleSeconds, patience } = model;
  const headSeconds = state.ahead[0]?.elapsedSeconds ?? 0;
  const completionsPerSecond = serving / handleSeconds;
  if (available > state.ahead.length + state.aheadBeyond) {
    return { ...waitBehind(0, serving, 1 / handleSeconds, 0), meanSeconds: 0, variance: 0, handleSeconds, headSeconds };
  }
  const ahead = available > 0 ? state.ahead.slice(available) : state.ahead;
  const beyond = Math.max(0, state.aheadBeyond - Math.max(0, available - state.ahead.length));
  const leavingPerSecond = constantRate(patience);
  const steady = !state.overtakingPerSecond && !state.plan?.length;
  if (steady && leavingPerSecond !== void 0 && !ahead.some((caller) => caller.holdsCallback)) {
    const law2 = waitBehind(ahead.length + beyond, serving, 1 / handleSeconds, leavingPerSecond);
    return { ...law2, meanSeconds: logBetaMean(law2), variance: logBetaVariance(law2), handleSeconds, headSeconds };
  }
  const moments = elapsedWait(
    { ahead, beyond, completionsPerSecond, handleSeconds, ...outlook(state, handleSeconds) },
    patience,
    model.callbacks
  );
  const decay = decayFor(moments.mean, moments.callersAhead, completionsPerSecond);
  const law = waitBehind(moments.callersAhead, serving, 1 / handleSeconds, decay);
  return { ...law, meanSeconds: moments.mean, variance: moments.variance, handleSeconds, headSeconds };
}
function outlook(state, handleSeconds) {
  const rate = state.contactsPerAgent / handleSeconds;
  const changes = state.plan?.map(({ inSeconds, agents }) => ({ inSeconds, completionsPerSecond: agents * rate })) ?? [];
  return { overtakingPerSecond: state.overtakingPerSecond ?? 0, changes };
}
function decayFor(meanSeconds, callersAhead, completionsPerSecond) {
  const shortfall = (logRate) => {
    const decayPerSecond = completionsPerSecond * Math.exp(logRate);
    const position = callersAhead + 1;
    return logBetaMean({ completions: Math.exp(-logRate), position, decayPerSecond }) - meanSeconds;
  };
  let [low, high] = [Math.log(1e-6), Math.log(50)];
  if (callersAhead === 0 || shortfall(low) <= 0) return 0;
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2;
    if (shortfall(middle) > 0) low = middle;
    else high = middle;
  }
  return completionsPerSecond * Math.exp((low + high) / 2);
}

// core/offers/decision.ts
var closingMarginSeconds = 300;
function decideOffer(situation) {
  const no = (reason) => ({
    kind: "no-offer",
    reason
  });
  if (situation.customerHasOpenCallback) return { kind: "open-callback" };
  const { predicted, boundSeconds, expectation: expectation2, closesInSeconds } = situation;
  if (!situation.callbacksOffered) return no("not-offered-here");
  if (!expectation2) return no("no-expectation");
  if (predicted.kind === "unknown" || boundSeconds === void 0) return no("wait-unknown");
  if (!exceedsExpectation(predicted, expectation2, situation.elapsedSeconds)) return no("within-expectation");
  if (closesInSeconds !== void 0 && boundSeconds + closingMarginSeconds > closesInSeconds)
    return no("queue-closing");
  if (!situation.mayRingThen) return no("too-late-to-ring");
  const declined = situation.declinedBoundSeconds;
  if (declined !== void 0 && !isClearlyWorse(situation, boundSeconds, declined)) return no("declined-already");
  return { kind: "offer" };
}
function isClearlyWorse(situation, boundSeconds, declined) {
  if (clearlyBeyond(boundSeconds, declined)) return true;
  const { lapsingBoundSeconds, elapsedSeconds } = situation;
  const wholeSeconds2 = elapsedSeconds + boundSeconds;
  return lapsingBoundSeconds !== void 0 && clearlyBeyond(wholeSeconds2, lapsingBoundSeconds);
}
function exceedsExpectation(predicted, expectation2, elapsedSeconds) {
  const leftSeconds = expectation2.waitSeconds - elapsedSeconds;
  if (leftSeconds <= 0) return predicted.law.meanSeconds > 0;
  return predicted.law.probabilityLongerThan(leftSeconds) > 1 - expectation2.confidence;
}
var reofferShare = 0.25;
var reofferSeconds = 60;
var clearlyBeyond = (boundSeconds, thanSeconds) => boundSeconds >= thanSeconds * (1 + reofferShare) && boundSeconds >= thanSeconds + reofferSeconds;

// core/offers/say.ts
var spokenSteps = [
  ...range(15, 120, 15),
  ...range(150, 300, 30),
  ...range(360, 900, 60),
  ...range(1200, 3600, 300),
  ...range(4500, 10800, 900),
  ...range(12600, 86400, 1800)
];
function range(from, to, step2) {
  return Array.from({ length: Math.floor((to - from) / step2) + 1 }, (_, index) => from + index * step2);
}
var spokenUp = (duration) => spokenSteps.find((step2) => step2 >= duration) ?? Math.ceil(duration / 3600) * 3600;
function spokenNear(duration) {
  const up = spokenUp(duration);
  const down = spokenSteps[spokenSteps.indexOf(up) - 1] ?? up;
  return duration - down < up - duration ? down : up;
}
var small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
  " "
);
var tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
function numberWord(value) {
  if (value > 99) return String(value);
  if (value < 20) return small[value] ?? String(value);
  const ones = value % 10;
  return ones === 0 ? tens[Math.floor(value / 10)] ?? "" : `${tens[Math.floor(value / 10)]}-${small[ones]}`;
}
function sayDuration(duration) {
  if (duration < 60) return `${numberWord(duration)} seconds`;
  if (duration < 3600) return count(duration / 60, "minute");
  return count(duration / 3600, "hour");
}
function count(amount, unit) {
  const whole2 = Math.floor(amount);
  const article = unit === "hour" ? "an" : "a";
  const rest = amount - whole2;
  if (rest === 0) return whole2 === 1 ? `${unit === "hour" ? "an" : "one"} ${unit}` : `${numberWord(whole2)} ${unit}s`;
  const part2 = rest === 0.5 ? "a half" : rest === 0.25 ? "a quarter" : "three quarters";
  return whole2 === 1 ? `${article} ${unit} and ${part2}` : `${numberWord(whole2)} and ${part2} ${unit}s`;
}
function sayRange(aboutSeconds, boundSeconds) {
  if (aboutSeconds >= boundSeconds) return `at most ${sayDuration(boundSeconds)}`;
  const about = sayDuration(aboutSeconds);
  const bound = sayDuration(boundSeconds);
  const unit = / (seconds|minutes|hours)$/;
  const sameUnit = unit.exec(about)?.[1] !== void 0 && unit.exec(about)?.[1] === unit.exec(bound)?.[1];
  return `about ${about}, at most ${sameUnit ? bound.replace(unit, "") : bound}`;
}
var sayWait = (aboutSeconds, boundSeconds) => `The wait is ${sayRange(aboutSeconds, boundSeconds)}.`;
var sayUnknown = "We cannot say how long the wait will be.";
var sayComfort = (aboutSeconds) => `About ${sayDuration(aboutSeconds)} to go.`;
var sayLapse = (aboutSeconds, boundSeconds) => `It may take longer than we told you: ${sayRange(aboutSeconds, boundSeconds)} from now.`;
var sayLapseUnknown = "It is taking longer than we told you, and we cannot say how much longer.";
var askCallback = "To keep your place and be called back, press 1. To hold, press 2.";
var sayOpenCallback = (promisedBy, timeZone2, now) => now <= promisedBy ? `We have a callback for you, by ${sayTime(promisedBy, timeZone2, now)}.` : "We have a callback for you, and we are late with it.";
var askOpenCallback = "To keep it and hang up, press 1. To wait on the line instead, press 2. To cancel it, press 3.";
function sayTime(at, timeZone2, now) {
  const clock2 = new Intl.DateTimeFormat("en-US", { timeZone: timeZone2, hour: "numeric", minute: "2-digit" }).format(at);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: timeZone2 });
  if (day.format(at) === day.format(now)) return clock2;
  return `${new Intl.DateTimeFormat("en-US", { timeZone: timeZone2, weekday: "long" }).format(at)} at ${clock2}`;
}
var sayAcceptedNow = (boundSeconds) => `We keep your place and call you back within ${sayDuration(boundSeconds)}.`;
var sayAcceptedAt = (promisedBy, timeZone2, now) => `We will call you back by ${sayTime(promisedBy, timeZone2, now)}.`;

// core/offers/quote.ts
var unspokenSeconds = seconds(10);
var leastBoundSeconds = seconds(45);
function tellable(predicted, model, keptShare) {
  if (predicted.kind === "unknown") return { kind: "unknown" };
  const exact = toldBoundSeconds(predicted, model, keptShare);
  const boundSeconds = spokenNear(Math.max(exact, leastBoundSeconds));
  const aboutSeconds = Math.min(boundSeconds, spokenNear(predicted.law.quantileSeconds(0.5)));
  return { kind: exact <= unspokenSeconds ? "at-once" : "range", aboutSeconds, boundSeconds };
}
var silence = { say: "", toldBoundSeconds: void 0, told: false };
function wordQuote(what, telling, toldUntil, now) {
  if (telling === "silence") return silence;
  if (what.kind === "unknown") {
    if (telling === "first-bound") return { say: sayUnknown, toldBoundSeconds: void 0, told: true };
    return telling === "bound-lapses" ? { say: sayLapseUnknown, toldBoundSeconds: void 0, told: true } : silence;
  }
  const { aboutSeconds, boundSeconds } = what;
  switch (telling) {
    case "first-bound":
      if (what.kind === "at-once") return { say: "", toldBoundSeconds: void 0, told: true };
      return { say: sayWait(aboutSeconds, boundSeconds), toldBoundSeconds: boundSeconds, told: true };
    case "bound-lapses":
      return { say: sayLapse(aboutSeconds, boundSeconds), toldBoundSeconds: boundSeconds, told: true };
    case "comfort":
      if (toldUntil !== void 0 && addSeconds(now, aboutSeconds) > toldUntil) return silence;
      return { say: sayComfort(aboutSeconds), toldBoundSeconds: void 0, told: true };
    default:
      return telling;
  }
}
function wordOffer(quote, decision, callback, timeZone2, now) {
  const told = quote.toldBoundSeconds === void 0 ? "" : String(quote.toldBoundSeconds);
  const answer3 = { say: quote.say, ask: "", reason: decision.kind, toldBoundSeconds: told };
  switch (decision.kind) {
    case "offer":
      return { ...answer3, offer: "callback", ask: askCallback };
    case "open-callback": {
      const open = callback ? `${sayOpenCallback(callback.promisedBy, timeZone2, now)} ` : "";
      return { ...answer3, offer: "open-callback", say: `${open}${quote.say}`.trim(), ask: askOpenCallback };
    }
    case "no-offer":
      return { ...answer3, offer: "none", reason: decision.reason };
    default:
      return decision;
  }
}

// core/offers/requote.ts
var requoteEverySeconds = 60;
var lookAheadSeconds = 45;
var boundLapses = (now, toldUntil, boundSeconds) => toldUntil !== void 0 && toldUntil <= addSeconds(now, lookAheadSeconds) && (boundSeconds === void 0 || addSeconds(now, boundSeconds) > toldUntil);
function decideTelling(situation) {
  const { now, lastToldAt, toldUntil, boundSeconds, offerDue } = situation;
  const early = lastToldAt !== void 0 && secondsBetween(lastToldAt, now) < requoteEverySeconds;
  if (boundLapses(now, toldUntil, boundSeconds)) return "bound-lapses";
  if (early) return "silence";
  if (boundSeconds === void 0) return "silence";
  if (toldUntil === void 0) return "first-bound";
  if (!offerDue) return "comfort";
  return addSeconds(now, boundSeconds) > toldUntil ? "bound-lapses" : "first-bound";
}

// core/offers/decideQuote.ts
function decideQuote(situation) {
  const { now, purpose, model, policy, contact } = situation;
  const predicted = predictWait(situation.state, model);
  const what = tellable(predicted, model, policy.promiseKeptShare);
  const boundSeconds = what.kind === "unknown" ? void 0 : what.boundSeconds;
  const { lastToldAt, toldUntil } = earlierTelling(contact);
  const askedAt = contact?.askedAt ?? now;
  const lapses = purpose === "waiting" && boundLapses(now, toldUntil, boundSeconds);
  const decision = decideOffer({
    predicted,
    boundSeconds,
    expectation: policy.expectation,
    elapsedSeconds: secondsBetween(askedAt, now),
    callbacksOffered: policy.callbacksOffered,
    // Within the queue the caller has chosen already.
    customerHasOpenCallback: purpose === "arrival" && situation.customerHasOpenCallback,
    mayRingThen: situation.mayRing(addSeconds(now, boundSeconds ?? seconds(0))),
    closesInSeconds: situation.closesInSeconds,
    // A question asked again on arrival was never answered: it declined nothing.
    declinedBoundSeconds: purpose === "waiting" ? contact?.offeredBoundSeconds : void 0,
    lapsingBoundSeconds: lapses && toldUntil !== void 0 ? secondsBetween(askedAt, toldUntil) : void 0
  });
  const offerDue = decision.kind === "offer";
  const telling = purpose === "arrival" ? "first-bound" : decideTelling({ now, lastToldAt, toldUntil, boundSeconds, offerDue });
  return {
    predicted,
    what,
    quote: wordQuote(what, telling, toldUntil, now),
    // Spoken to a moment ago: the offer waits for the next time something is said.
    decision: offerDue && telling === "silence" ? { kind: "no-offer", reason: "said-just-now" } : decision
  };
}
function earlierTelling(contact) {
  const last = contact?.quotes?.at(-1)?.askedAt;
  const unknown2 = contact?.toldUnknownAt;
  const bound = contact?.quotes?.findLast((quote) => quote.toldBoundSeconds !== null);
  const until = bound && addSeconds(bound.askedAt, bound.toldBoundSeconds ?? seconds(0));
  const takenBack2 = bound !== void 0 && unknown2 !== void 0 && unknown2 >= bound.askedAt;
  return {
    lastToldAt: last === void 0 || unknown2 !== void 0 && unknown2 > last ? unknown2 : last,
    toldUntil: takenBack2 ? void 0 : until
  };
}

// core/offers/place.ts
var freshSeconds = seconds(15);
function placeInQueue(situation) {
  const { now, contactId, ownRank, queueSize } = situation;
  const entries = situation.page.entries.filter((entry) => entry.contactId !== contactId && isLive(entry, now));
  let ahead = ownRank === void 0 ? entries : entries.filter((entry) => entry.rank < ownRank);
  let aheadBeyond = 0;
  if (queueSize !== void 0) {
    const others = Math.max(0, queueSize - (ownRank === void 0 ? 0 : 1));
    const fresh = entries.filter((entry) => isFresh(entry, now)).length;
    const ghosts = situation.page.more ? 0 : entries.length - fresh - others;
    if (ghosts > 0) ahead = ahead.slice(Math.min(ghosts, ahead.length));
    const unseen = Math.max(0, others - entries.length);
    const share2 = ownRank === void 0 ? 1 : entries.length === 0 ? 0.5 : ahead.length / entries.length;
    aheadBeyond = Math.round(unseen * share2);
  }
  return {
    ahead: ahead.map((entry) => callerOf(entry, now)),
    aheadBeyond,
    agents: situation.agents,
    contactsPerAgent: situation.contactsPerAgent
  };
}
var isLive = (entry, now) => entry.queuedAt !== void 0 || entry.provisionalUntil !== void 0 && entry.provisionalUntil > now;
var isFresh = (entry, now) => (entry.queuedAt ?? entry.rankAt) > addSeconds(now, seconds(-freshSeconds));
function callerOf(entry, now) {
  const elapsedSeconds = Math.max(0, secondsBetween(entry.rankAt, now));
  return { elapsedSeconds, holdsCallback: entry.keepsPlaceSince !== void 0 };
}

// core/prediction/waitModel.ts
function initialWaitModel(channel) {
  const handleSeconds = channel === "voice" ? 240 : 600;
  const patienceSeconds = channel === "voice" ? 400 : 900;
  return {
    schemaVersion: 1,
    estimatedAt: null,
    handleSeconds,
    patience: memorylessPatience(patienceSeconds),
    pace: { factor: 1, spread: 0.5, headWeight: 0.1 },
    callbacks: { unansweredShare: 0.07, lostSeconds: 30 },
    calibration: { waited: honestCurve, told: honestCurve, mean: 1, caution: 0 }
  };
}
function readWaitModel(stored, channel) {
  return isWaitModel(stored) ? stored : initialWaitModel(channel);
}
function isWaitModel(stored) {
  const model = stored;
  return typeof model === "object" && model?.schemaVersion === 1 && model.handleSeconds > 0 && model.pace?.factor > 0 && model.pace.spread >= 0 && model.pace.headWeight >= 0 && model.patience?.fromSeconds?.[0] === 0 && model.patience.leavingPerSecond?.length === model.patience.fromSeconds.length && model.patience.leavingPerSecond.every((rate) => rate > 0) && model.callbacks?.unansweredShare >= 0 && isCurve(model.calibration?.waited) && isCurve(model.calibration.told) && model.calibration.mean > 0 && Number.isFinite(model.calibration.caution);
}
var isCurve = (curve) => curve?.length === honestCurve.length && curve.every((share2, index) => share2 > 0 && share2 >= (curve[index - 1] ?? 0));

// lambdas/quote-wait/quote-wait.ts
var pageSize = 100;
var provisionalSeconds2 = seconds(180);
function makeQuoteWait(world) {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const now = world.clock.now();
    const queue = world.settings.queues[asked.queue];
    if (!queue) throw new RangeError("queue: expected the name of a queue in settings");
    const number2 = callerNumber(contact.CustomerEndpoint?.Address);
    const customerKey = number2 === void 0 ? void 0 : await world.customers.keyOf(number2);
    const [page, known] = await Promise.all([
      world.rows.waiting(asked.queue, asked.channel, pageSize),
      world.rows.readForQuote({
        contactId: contact.ContactId,
        callbackKey: customerKey === void 0 ? void 0 : callbackKeyOf(customerKey, queue.lineOfBusiness),
        queue: asked.queue,
        channel: asked.channel
      })
    ]);
    const row = known.contact;
    const subject = { contactId: contact.ContactId, customerKey, request: asked, row, now };
    if (row && isOutbound(row)) return { ...nothing, reason: "called-back" };
    const findings = decideQuote({
      now,
      purpose: asked.purpose,
      state: placeInQueue({
        now,
        page,
        contactId: contact.ContactId,
        ownRank: asked.purpose === "waiting" ? row?.waitingRank : void 0,
        queueSize: asked.metrics === "known" ? asked.queueSize : void 0,
        agents: agentsOf(asked),
        contactsPerAgent: world.settings.contactsPerAgent[asked.queue]?.[asked.channel] ?? 1
      }),
      model: readWaitModel(known.model?.model, asked.channel),
      policy: policyOf(queue, asked.channel),
      contact: row,
      customerHasOpenCallback: isAnothersOpen(known.callback, row),
      closesInSeconds: closesIn(world.settings, queue.hours, now),
      mayRing: (at) => mayRingCaller(world.settings, number2, at)
    });
    const noted = await world.rows.note(contact.ContactId, noteOf(subject, findings, world.settings), true);
    if (noted.kind === "over") return { ...nothing, reason: "over" };
    count2(world, subject, noted.before, findings);
    return wordOffer(findings.quote, findings.decision, known.callback, world.settings.center.timeZone, now);
  };
}
var nothing = { offer: "none", say: "", ask: "", reason: "", toldBoundSeconds: "" };
function agentsOf(asked) {
  const { agentsStaffed, agentsAvailable, agentsBusy } = asked;
  if (asked.metrics !== "known" || agentsStaffed === void 0 || agentsAvailable === void 0) return void 0;
  const busy = (agentsBusy ?? agentsStaffed - agentsAvailable) + (asked.agentsAfterContactWork ?? 0);
  return { staffed: agentsStaffed, available: agentsAvailable, busy: Math.max(0, busy) };
}
function policyOf(queue, channel) {
  const expectation2 = queue.expectation[channel];
  return {
    promiseKeptShare: queue.promiseKeptShare,
    expectation: expectation2 && {
      waitSeconds: seconds(expectation2.waitSeconds),
      confidence: ratio(expectation2.confidence)
    },
    callbacksOffered: channel === "voice" && queue.offers.includes("callback")
  };
}
function closesIn(settings, hoursName, now) {
  const hours2 = settings.hours[hoursName];
  const closes = hours2 && closesAt(hours2, hours2.timeZone, now);
  return closes === void 0 ? void 0 : secondsBetween(now, closes);
}
function mayRingCaller({ callbacks, center }, number2, at) {
  const zones = number2 === void 0 ? [] : zonesOfNumber(number2);
  return mayRing(at, zones.length > 0 ? zones : [center.timeZone], parseDailyWindow(callbacks.allowedHours));
}
var isAnothersOpen = (callback, row) => callback !== void 0 && isWanted(callback) && callback.callbackId !== row?.callbackId;
function noteOf(subject, findings, settings) {
  const { contactId, customerKey, request: asked, row, now } = subject;
  const expectation2 = settings.queues[asked.queue]?.expectation[asked.channel];
  const { schemaVersion, expiresAt } = row ?? {
    schemaVersion: contactSchemaVersion,
    expiresAt: Math.ceil(now / 1e3) + settings.privacy.contactRetentionDays * 86400
  };
  const { decision, quote, predicted, what } = findings;
  const quotes = quotesOf(subject, findings);
  const latest = {
    askedQueue: asked.queue,
    channel: asked.channel,
    ...quotes === void 0 ? {} : { quotes },
    ...decision.kind === "offer" && what.kind !== "unknown" ? { offeredBoundSeconds: what.boundSeconds } : {},
    ...predicted.kind === "unknown" && quote.told ? { toldUnknownAt: now } : {},
    // In the queue, or about to be: unless QUEUED was seen, the entry needs to be renewed by each question.
    ...row?.queuedAt === void 0 ? { provisionalUntil: addSeconds(now, provisionalSeconds2) } : {}
  };
  const once = {
    schemaVersion,
    expiresAt,
    quotedAt: now,
    ...customerKey === void 0 ? {} : { customerKey },
    ...expectation2 ? { expectationSeconds: seconds(expectation2.waitSeconds) } : {},
    ...asked.ewtSeconds === void 0 ? {} : { ewtSeconds: seconds(asked.ewtSeconds) },
    ...decision.kind === "offer" ? { offeredAt: now } : {}
  };
  const base = { version: 0, contactId, schemaVersion, expiresAt };
  const derived = deriveContact({ ...base, ...once, ...row, ...latest });
  const { outcome, askedAt, intervalKey, queue, rankAt, waitingKey, waitingRank } = derived;
  const keys = Object.fromEntries(
    Object.entries({ outcome, askedAt, intervalKey, queue, rankAt, waitingKey, waitingRank }).filter(
      ([, value]) => value !== void 0
    )
  );
  const moved2 = row?.askedQueue !== void 0 && row.askedQueue !== asked.queue;
  return moved2 ? { once, latest: { ...latest, ...keys } } : { once: { ...once, ...keys }, latest };
}
function quotesOf({ row, request: asked, now }, { predicted, quote }) {
  if (predicted.kind === "unknown" || !quote.told) return void 0;
  const earlier2 = (row?.quotes ?? []).filter((one) => asked.purpose === "waiting" || one.purpose !== "arrival");
  const all = [...earlier2, quoteFact(now, asked.purpose, predicted, quote.toldBoundSeconds ?? null)];
  return all.length <= maxQuotes ? all : [...all.slice(0, 1), ...all.slice(1 - maxQuotes)];
}
function count2({ metrics, log }, { request: asked, contactId }, before, { what, quote, decision }) {
  const first = before?.askedAt === void 0;
  metrics.ofQueue(asked.queue, asked.channel, {
    ...first ? { ContactsOffered: 1 } : {},
    ...first && what.kind !== "unknown" ? { PredictedWaitSeconds: what.aboutSeconds } : {},
    ...first && quote.toldBoundSeconds !== void 0 ? { ToldBoundSeconds: quote.toldBoundSeconds } : {},
    ...decision.kind === "offer" && before?.offeredAt === void 0 ? { OffersMade: 1 } : {}
  });
  log.info("quoted", {
    contactId,
    queue: asked.queue,
    channel: asked.channel,
    state: decision.kind,
    ...decision.kind === "no-offer" ? { reason: decision.reason } : {}
  });
}

// core/contacts/channel.ts
var channels = ["voice", "chat"];
function channelOf(text3) {
  const lower = text3.toLowerCase();
  return channels.find((channel) => channel === lower);
}

// core/contacts/intervals.ts
function intervalFigures(startsAt, contacts, thresholdSeconds) {
  const of = (outcome) => contacts.filter((row) => row.outcome === outcome).length;
  const answered = contacts.filter((row) => row.outcome === "answered");
  const waits = answered.map(waitOf2);
  const handled = answered.flatMap((row) => handleOf(row) ?? []);
  const promises = contacts.map(livePromise);
  return {
    startsAt,
    offeredCount: contacts.length,
    answeredCount: answered.length,
    abandonedCount: of("abandoned"),
    callbackCount: of("callback"),
    movedCount: of("moved"),
    overflowedCount: of("overflowed"),
    waitingCount: of("waiting"),
    answeredWithinThresholdCount: waits.filter((wait) => wait <= thresholdSeconds).length,
    waitSeconds: sum(waits),
    handleSeconds: sum(handled),
    handledCount: handled.length,
    promisesKeptCount: promises.filter((promise) => promise === "kept").length,
    promisesBrokenCount: promises.filter((promise) => promise === "broken").length
  };
}
var sum = (values) => seconds(values.reduce((total, value) => total + value, 0));
var waitOf2 = ({ askedAt, answeredAt }) => askedAt === void 0 || answeredAt === void 0 ? 0 : Math.max(0, secondsBetween(askedAt, answeredAt));
function handleOf({ answeredAt, completedAt, endedAt }) {
  const over = completedAt ?? endedAt;
  return answeredAt === void 0 || over === void 0 ? void 0 : Math.max(0, secondsBetween(answeredAt, over));
}

// core/contacts/passage.ts
function passageOf(row, now) {
  const queuedAt = row.queuedAt ?? row.quotedAt;
  if (queuedAt === void 0) return void 0;
  const heldEnd = heldEndOf(row);
  const heldUntil = (heldEnd === "callback" ? row.choseAt : void 0) ?? row.answeredAt ?? row.endedAt ?? now;
  const servedAt = row.answeredAt ?? row.placeServedAt ?? null;
  const over = row.answeredAt === void 0 ? row.placeEndedAt : row.completedAt ?? row.endedAt;
  return {
    queuedAt,
    quotes: row.quotes ?? [],
    heldUntil: Math.max(queuedAt, heldUntil),
    heldEnd,
    servedAt,
    handleSeconds: servedAt !== null && over !== void 0 && over > servedAt ? secondsBetween(servedAt, over) : null
  };
}
function heldEndOf({ outcome }) {
  switch (outcome) {
    case "answered":
    case "abandoned":
    case "callback":
    case "waiting":
      return outcome;
    default:
      return "other";
  }
}

// core/prediction/pace.ts
var logFactors = { least: Math.log(0.2), most: Math.log(5) };
var logSpreads = { least: Math.log(0.05), most: Math.log(1.2) };
var headWeights = { least: 0, most: 0.6 };
var commonShift = { logFactor: 0.5, logSpread: 0.7, headWeight: 0.15 };
var leastLikelihood = 1e-4;
function estimatePace(waits, previous) {
  if (waits.length === 0) return previous;
  let pace = previous;
  const withFactor = (log) => ({ ...pace, factor: Math.exp(log) });
  const withSpread = (log) => ({ ...pace, spread: Math.exp(log) });
  const withHeadWeight = (headWeight) => ({ ...pace, headWeight });
  const likelihood = (tried) => logPosterior(waits, tried, previous);
  for (let round = 0; round < 3; round++) {
    pace = withFactor(mostLikely(logFactors, (log) => likelihood(withFactor(log))));
    pace = withSpread(mostLikely(logSpreads, (log) => likelihood(withSpread(log))));
    pace = withHeadWeight(mostLikely(headWeights, (weight) => likelihood(withHeadWeight(weight))));
  }
  return pace;
}
function logPosterior(waits, pace, previous) {
  const shifts = [
    Math.log(pace.factor / previous.factor) / commonShift.logFactor,
    Math.log(pace.spread / Math.max(previous.spread, Math.exp(logSpreads.least))) / commonShift.logSpread,
    (pace.headWeight - previous.headWeight) / commonShift.headWeight
  ];
  let total = -0.5 * shifts.reduce((sum2, shift) => sum2 + shift * shift, 0);
  for (const wait of waits) {
    const { law, stretch } = lawAtPace(wait.basis, pace);
    const at = wait.waitedSeconds / stretch;
    const likelihood = wait.served ? logBetaDensity(law, at) * (wait.basis.meanSeconds / stretch) : logBetaSurvival(law, at);
    total += wait.weight * Math.log(likelihood + leastLikelihood);
  }
  return total;
}
function mostLikely(range2, likelihood) {
  const golden = (Math.sqrt(5) - 1) / 2;
  let { least: low, most: high } = range2;
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [leftValue, rightValue] = [likelihood(left), likelihood(right)];
  while (high - low > 0.02) {
    if (leftValue > rightValue) {
      high = right;
      right = left;
      rightValue = leftValue;
      left = high - golden * (high - low);
      leftValue = likelihood(left);
    } else {
      low = left;
      left = right;
      leftValue = rightValue;
      right = low + golden * (high - low);
      rightValue = likelihood(right);
    }
  }
  return (low + high) / 2;
}

// core/prediction/estimateModel.ts
var priorContacts = { handle: 20, pace: 6, calibration: 15 };
var priorLeavings = 3;
var halfLifeQuotes = 150;
var leastStayed = 0.25;
var longestHandleSeconds = 14400;
function estimateModel(facts, previous, at, promiseKeptShare) {
  const isNew = (fact) => fact.heldEnd !== "waiting" && (fact.servedAt ?? fact.heldUntil) > (previous.estimatedAt ?? 0);
  const fresh = facts.filter(isNew).length;
  if (fresh === 0) return previous;
  const trust = (priorCount) => fresh / (fresh + priorCount);
  const handleSeconds = blend(previous.handleSeconds, meanHandle(facts), trust(priorContacts.handle));
  const patience = blendPatience(
    previous.patience,
    estimatePatience(facts.map(stayOf), previous.patience, priorLeavings),
    trust(priorContacts.handle)
  );
  const waits = observedWaits(facts, handleSeconds);
  const pace = blendPace(previous.pace, estimatePace(waits, previous.pace), trust(priorContacts.pace));
  const waited = calibrate(scores(waits, pace), previous.calibration.waited, priorContacts.calibration);
  const told = calibrate(
    scores(
      waits.filter((wait) => wait.told),
      pace
    ),
    waited,
    priorContacts.calibration
  );
  const mean = waits.length > 0 ? meanCorrection(waits, pace, patience) : previous.calibration.mean;
  const caution = cautionAfter(facts, previous, at, promiseKeptShare);
  return { ...previous, estimatedAt: at, handleSeconds, patience, pace, calibration: { waited, told, mean, caution } };
}
function meanCorrection(waits, pace, patience) {
  let [real, foretold] = [0, 0];
  for (const wait of waits) {
    const mean = meanAtPace(wait.basis, pace);
    const prior = mean / waits.length;
    const weight = wait.served ? wait.weight / Math.max(leastStayed, survival(patience, wait.waitedSeconds)) : 0;
    real += weight * wait.waitedSeconds + priorContacts.calibration * prior;
    foretold += weight * mean + priorContacts.calibration * prior;
  }
  return foretold > 0 ? Math.min(2, Math.max(0.5, real / foretold)) : 1;
}
function meanHandle(facts) {
  const handled = facts.flatMap(
    (fact) => fact.handleSeconds !== null && fact.handleSeconds > 0 ? [Math.min(fact.handleSeconds, longestHandleSeconds)] : []
  );
  return handled.length > 0 ? handled.reduce((total, value) => total + value, 0) / handled.length : void 0;
}
var stayOf = (fact) => ({
  heldSeconds: Math.max(0, secondsBetween(fact.queuedAt, fact.heldUntil)),
  left: fact.heldEnd === "abandoned"
});
function observedWaits(facts, handleSeconds) {
  return facts.flatMap((fact) => fact.quotes.map((quote) => ({ fact, quote }))).filter(({ quote }) => quote.basis.meanSeconds > 0).toSorted((one, other) => other.quote.askedAt - one.quote.askedAt).flatMap(({ fact, quote }, rank) => {
    const until = fact.servedAt ?? fact.heldUntil;
    const waitedSeconds = secondsBetween(quote.askedAt, until);
    if (!(waitedSeconds > 0)) return [];
    return [
      {
        basis: atHandleTime(quote.basis, handleSeconds),
        waitedSeconds,
        served: fact.servedAt !== null,
        told: quote === promiseAmong(fact.quotes),
        weight: 0.5 ** (rank / halfLifeQuotes) * quoteWeight(fact, quote)
      }
    ];
  });
}
function atHandleTime(basis, handleSeconds) {
  const scale = handleSeconds / basis.handleSeconds;
  return { ...basis, meanSeconds: basis.meanSeconds * scale, variance: basis.variance * scale * scale };
}
function quoteWeight(fact, quote) {
  const promise = promiseAmong(fact.quotes);
  return quote === promise ? 1 : 1 / (fact.quotes.length - (promise ? 1 : 0));
}
function scores(waits, pace) {
  return waits.map((wait) => {
    const { law, stretch } = lawAtPace(wait.basis, pace);
    const level = 1 - logBetaSurvival(law, wait.waitedSeconds / stretch);
    return { level, served: wait.served, weight: wait.weight };
  });
}
var blend = (before, now, share2) => now === void 0 ? before : before + share2 * (now - before);
var blendPace = (before, now, share2) => ({
  factor: before.factor * (now.factor / before.factor) ** share2,
  spread: blend(before.spread, now.spread, share2),
  headWeight: blend(before.headWeight, now.headWeight, share2)
});
var blendPatience = (before, now, share2) => ({
  ...before,
  leavingPerSecond: before.leavingPerSecond.map((rate, span) => blend(rate, now.leavingPerSecond[span], share2))
});

// core/rows/center.ts
var centerSchemaVersion = 1;

// lambdas/roll-up/roll-up.ts
var windowIntervals = 8;
var mostContacts = 600;
var dayRetentionSeconds = 396 * 86400;
function makeRollUp(world) {
  return async () => {
    const now = world.clock.now();
    for (const [queue, { channels: served }] of Object.entries(world.settings.queues)) {
      for (const channel of channels.filter((one) => served.includes(one))) {
        const intervals = await readIntervals(world.centerRows, queue, channel, now);
        await learn(world, queue, channel, intervals, now);
        await putDays(world, queue, channel, intervals, now);
      }
    }
  };
}
async function readIntervals(rows, queue, channel, now) {
  const newest = intervalStartOf(now);
  const starts = Array.from(
    { length: windowIntervals + 1 },
    (_, back) => addSeconds(newest, minutes(-back * intervalMinutes))
  );
  return Promise.all(
    starts.map(async (startsAt) => ({
      startsAt,
      contacts: await rows.contactsOf(queue, channel, startsAt, mostContacts)
    }))
  );
}
async function learn(world, queue, channel, intervals, now) {
  const facts = intervals.flatMap(({ contacts }) => contacts).slice(0, mostContacts).flatMap((row) => passageOf(row, now) ?? []);
  if (facts.length === 0) return;
  const stored = await world.centerRows.model(queue, channel);
  const previous = readWaitModel(stored?.model, channel);
  const keptShare = world.settings.queues[queue]?.promiseKeptShare ?? 0.9;
  const model = estimateModel(facts, previous, now, keptShare);
  if (model === previous) return;
  await world.centerRows.putModel({ schemaVersion: centerSchemaVersion, queue, channel, at: now, model });
  world.log.info("model estimated", { queue, channel, count: facts.length });
}
async function putDays(world, queue, channel, intervals, now) {
  const thresholdSeconds = seconds(world.settings.queues[queue]?.serviceLevel.thresholdSeconds ?? 0);
  const byDate = /* @__PURE__ */ new Map();
  for (const { startsAt, contacts } of intervals) {
    if (contacts.length === 0 || contacts.length >= mostContacts) continue;
    const date = new Date(startsAt).toISOString().slice(0, 10);
    byDate.set(date, [...byDate.get(date) ?? [], intervalFigures(startsAt, contacts, thresholdSeconds)]);
  }
  for (const [date, figures] of byDate) {
    const before = await world.centerRows.day(queue, channel, date);
    const fresh = new Set(figures.map((one) => one.startsAt));
    const kept = (before?.intervals ?? []).filter((one) => !fresh.has(one.startsAt));
    const row = {
      schemaVersion: centerSchemaVersion,
      queue,
      channel,
      date,
      intervals: [...kept, ...figures].sort((a, b) => a.startsAt - b.startsAt),
      expiresAt: Math.ceil(now / 1e3) + dayRetentionSeconds
    };
    await world.centerRows.putDay(row);
  }
}

// core/callbacks/dialling.ts
var dialAheadSeconds = 40;
var urgentSeconds = minutes(3);
function callbacksToDial({ now, due, inFlightCount, figures, handleSeconds }) {
  const staffed = figures?.agentsStaffed ?? 0;
  if (staffed === 0) return [];
  const available = figures?.agentsAvailable ?? 0;
  const busy = Math.max(0, staffed - available);
  const doneByThen = Math.floor(busy * dialAheadSeconds / Math.max(1, handleSeconds));
  const free = available + Math.min(busy, doneByThen);
  const slots = Math.max(0, free - inFlightCount);
  const urgentBy = addSeconds(now, urgentSeconds);
  const urgent = due.filter((row) => row.promisedBy <= urgentBy).slice(0, Math.max(1, staffed - inFlightCount));
  const chosen = /* @__PURE__ */ new Set([...due.slice(0, slots), ...inFlightCount < staffed ? urgent : []]);
  return due.filter((row) => chosen.has(row));
}

// lambdas/sweep/sweep.waiting.ts
var mostDescribed = 60;
var pageSize2 = 500;
var settlingSeconds = minutes(2);
var askAgainSeconds2 = minutes(30);
async function reconcileWaiting(world, directory, figures) {
  const now = world.clock.now();
  const waiting = /* @__PURE__ */ new Map();
  let left = mostDescribed;
  for (const [queue, settings] of Object.entries(world.settings.queues)) {
    for (const channel of channels.filter((one) => settings.channels.includes(one))) {
      const page = await world.contacts.waiting(queue, channel, pageSize2);
      const known = figures?.find((one) => one.queue === queue && one.channel === channel);
      const counted = figures && (known?.contactsInQueue ?? 0);
      const suspects = suspectsOf(page.entries, counted, now).slice(0, left);
      left -= suspects.length;
      const gone = /* @__PURE__ */ new Set();
      for (const suspect of suspects) {
        if (await isGone(world, directory, suspect, now)) gone.add(suspect.contactId);
      }
      if (gone.size > 0) world.metrics.ofCenter({ GhostsRemoved: gone.size });
      const entries = page.entries.filter((entry) => !gone.has(entry.contactId));
      waiting.set(waitingKeyOf(queue, channel), { page: { ...page, entries }, queue, channel });
    }
  }
  return waiting;
}
function suspectsOf(entries, counted, now) {
  const unconfirmed = entries.filter((entry) => !isLive(entry, now));
  const settled = entries.filter(
    (entry) => entry.queuedAt !== void 0 && addSeconds(entry.queuedAt, settlingSeconds) < now
  );
  const surplus = counted === void 0 ? 0 : entries.length - unconfirmed.length - counted;
  const unasked = settled.filter((entry) => addSeconds(entry.checkedAt ?? entry.rankAt, askAgainSeconds2) < now);
  const recentlyAsked = addSeconds(now, -settlingSeconds);
  const overcounted = surplus > 0 ? settled.filter((entry) => (entry.checkedAt ?? 0) < recentlyAsked) : unasked;
  return [...unconfirmed, ...overcounted];
}
async function isGone(world, directory, { contactId }, now) {
  const found = await world.center.describe(contactId);
  const facts = found ?? { contactId, endedAt: now };
  const row = await recordEvent(world, describedEvent(facts), directory);
  if (row.waitingKey === void 0) return true;
  await changeContact(world.contacts, contactId, (known) => {
    if (!known) return void 0;
    const { provisionalUntil, ...rest } = known;
    const lapsed2 = known.queuedAt === void 0 && provisionalUntil !== void 0 && provisionalUntil <= now;
    return deriveContact({ ...lapsed2 ? rest : known, checkedAt: now });
  });
  return false;
}
var describedEvent = (contact) => ({ ...contact, eventType: "DESCRIBED" });

// lambdas/sweep/sweep.callbacks.ts
var mostSearches = 20;
async function settleDue(world, directory, open, figures) {
  const now = world.clock.now();
  const due = open.filter((row) => row.dueAt !== void 0 && row.dueAt <= now);
  let searches = 0;
  for (const row of due) {
    if (row.state === "PENDING") continue;
    searches += 1;
    if (searches > mostSearches) break;
    try {
      await settle(world, directory, row, now);
    } catch (error) {
      world.log.warn("callback not settled", {
        callbackId: row.callbackId,
        state: row.state,
        reason: error instanceof Error ? error.message : ""
      });
    }
  }
  await dialDue(
    world,
    due.filter((row) => row.state === "PENDING"),
    open,
    figures,
    now
  );
}
async function settle(world, directory, row, now) {
  switch (row.state) {
    case "ACCEPTED":
      return settleUnbound(world, directory, row, now);
    case "DIALING":
      return settleDialling(world, row, now);
    case "CREATED":
    case "DIALED":
      return settleLeg(world, directory, row, now);
    default:
      return;
  }
}
var move = (world, row, event) => advanceCallback(world, row.callbackKey, row.callbackId, () => event);
async function settleUnbound(world, directory, row, now) {
  const queueArn = directory.queues[row.queue];
  const from = addSeconds(row.acceptedAt, seconds(-clocksApartSeconds));
  const found = queueArn === void 0 ? void 0 : await world.center.findCallbackOf(row.sourceContactId, queueArn, from, now);
  if (found && found.endedAt === void 0) {
    const bound = await move(world, row, { kind: "bound", contactId: found.contactId, at: now });
    if (bound?.changed) await noteNativeLeg(world, found.contactId, bound.row);
    return;
  }
  await move(world, row, { kind: "handed-over", at: now });
}
async function settleDialling(world, row, now) {
  const name2 = `${row.callbackId}-${row.attempt}`;
  const found = await world.center.findByName(name2, addSeconds(row.since, seconds(-clocksApartSeconds)), now);
  if (!found) {
    await move(world, row, { kind: "not-found", attempt: row.attempt, at: now });
    return;
  }
  const { contactId } = found;
  const placed = await move(world, row, { kind: "placed", attempt: row.attempt, contactId, at: now });
  if (placed) await noteDialledLeg(world, placed.row, contactId);
}
async function settleLeg(world, directory, row, now) {
  if (row.contactId === void 0) return;
  const found = await world.center.describe(row.contactId);
  const facts = found ?? { contactId: row.contactId, endedAt: now };
  await recordEvent(world, describedEvent(facts), directory);
  const after = await world.callbacks.get(row.callbackKey);
  if (after?.callbackId !== row.callbackId || after.version !== row.version) return;
  if (facts.endedAt !== void 0) {
    await move(world, row, { kind: "leg", contactId: row.contactId, facts, at: now });
    return;
  }
  await move(world, row, now >= row.expiresBy ? { kind: "lapsed", at: now } : { kind: "checked", at: now });
}
async function dialDue(world, pending, open, figures, now) {
  const ready = /* @__PURE__ */ new Map();
  for (const row of pending) {
    const queue = world.settings.queues[row.queue];
    const hours2 = world.settings.hours[queue?.hours ?? ""];
    if (now >= row.expiresBy) {
      await move(world, row, { kind: "lapsed", at: now });
    } else if (hours2 && !isOpenAt(hours2, hours2.timeZone, now)) {
      const until = nextOpeningAt(hours2, hours2.timeZone, now) ?? row.expiresBy;
      await move(world, row, { kind: "postponed", until, reason: "closed", at: now });
    } else {
      ready.set(row.queue, [...ready.get(row.queue) ?? [], row]);
    }
  }
  for (const [queue, due] of ready) {
    const stored = await world.centerRows.model(queue, "voice");
    const chosen = callbacksToDial({
      now,
      due,
      inFlightCount: open.filter((row) => row.queue === queue && (row.state === "DIALING" || row.state === "DIALED")).length,
      figures: figures.find((one) => one.queue === queue && one.channel === "voice"),
      handleSeconds: readWaitModel(stored?.model, "voice").handleSeconds
    });
    await send(world, chosen, now);
  }
}
async function send(world, chosen, now) {
  const sent = [];
  for (const row of chosen) {
    const moved2 = await move(world, row, { kind: "sent", at: now });
    if (moved2?.changed) sent.push(moved2.row);
  }
  if (sent.length === 0) return;
  await world.dueCallbacks.send(
    sent.map(({ callbackKey, callbackId, attempt }) => ({ callbackKey, callbackId, attempt }))
  );
}

// lambdas/sweep/sweep.gauges.ts
async function gauge(world, figures, waiting, open) {
  const now = world.clock.now();
  for (const { queue, channel, page } of waiting.values()) {
    const known = figures.find((one) => one.queue === queue && one.channel === channel);
    const callbacks = open.filter((row) => row.queue === queue && row.channel === channel).length;
    const idle = !page.entries.some((entry) => isLive(entry, now)) && !known?.agentsStaffed && callbacks === 0;
    if (idle) continue;
    const values = {
      ...waitingNow(page, now),
      ...await predictedNow(world, { queue, channel, page }, known, now),
      ...known?.agentsStaffed === void 0 ? {} : { AgentsStaffed: known.agentsStaffed },
      ...known?.agentsAvailable === void 0 ? {} : { AgentsAvailable: known.agentsAvailable },
      ...known?.ewtSeconds === void 0 ? {} : { ConnectEwtSeconds: known.ewtSeconds },
      ...channel === "voice" ? { OpenCallbacks: callbacks } : {}
    };
    world.metrics.ofQueue(queue, channel, values);
  }
}
function waitingNow(page, now) {
  const live = page.entries.filter((entry) => isLive(entry, now));
  const oldest = Math.min(...live.flatMap((entry) => entry.queuedAt ?? []));
  return {
    ContactsWaiting: live.length,
    LongestWaitSeconds: Number.isFinite(oldest) ? Math.max(0, secondsBetween(oldest, now)) : 0
  };
}
async function predictedNow(world, { queue, channel, page }, figures, now) {
  const { agentsStaffed: staffed, agentsAvailable: available } = figures ?? {};
  if (staffed === void 0 || available === void 0) return {};
  const stored = await world.centerRows.model(queue, channel);
  const model = readWaitModel(stored?.model, channel);
  const busy = (figures?.agentsOnContact ?? staffed - available) + (figures?.agentsAfterContactWork ?? 0);
  const state = placeInQueue({
    now,
    page,
    contactId: "",
    ownRank: void 0,
    queueSize: figures?.contactsInQueue,
    agents: { staffed, available, busy },
    contactsPerAgent: world.settings.contactsPerAgent[queue]?.[channel] ?? 1
  });
  const predicted = predictWait(state, model);
  const what = tellable(predicted, model, world.settings.queues[queue]?.promiseKeptShare ?? 0.9);
  if (predicted.kind === "unknown" || what.kind === "unknown") return {};
  return {
    PredictedWaitMedianSeconds: predicted.law.quantileSeconds(0.5),
    PredictedWaitBoundSeconds: what.kind === "at-once" ? 0 : what.boundSeconds
  };
}

// lambdas/sweep/sweep.ts
var mostCallbacks = 1e3;
var overdueSeconds = minutes(10);
function makeSweep(world) {
  return async () => {
    const now = world.clock.now();
    const directory = await world.centerRows.directory();
    if (!directory) {
      world.log.warn("not settled yet: the directory is missing");
      return;
    }
    const figures = await part(world, "pulse", () => takePulse(world, directory));
    const open = await part(world, "callbacks", () => sweepCallbacks(world, directory, figures ?? []));
    const waiting = await part(world, "waiting", () => reconcileWaiting(world, directory, figures));
    await part(
      world,
      "gauges",
      () => gauge(world, figures ?? [], waiting ?? /* @__PURE__ */ new Map(), open ?? [])
    );
    const overdue = (open ?? []).filter((row) => isOverdue(row, now)).length;
    const stuck = (open ?? []).filter((row) => row.state === "DIALING" && (row.dueAt ?? now) < now).length;
    world.metrics.ofCenter({
      Sweeps: 1,
      ...overdue > 0 ? { OverdueCallbacks: overdue } : {},
      ...stuck > 0 ? { StuckDials: stuck } : {}
    });
  };
}
function isOverdue(row, now) {
  const rang = row.attempts.some(({ disposition }) => disposition !== void 0 && disposition !== "lost");
  return !rang && secondsBetween(row.promisedBy, now) > overdueSeconds;
}
async function part(world, name2, run) {
  try {
    return await run();
  } catch (error) {
    world.log.error("part of the sweep failed", {
      operation: name2,
      reason: error instanceof Error ? error.message : ""
    });
    return void 0;
  }
}
async function takePulse(world, directory) {
  const figures = await world.center.figures(directory.queues);
  await world.centerRows.putPulse({ schemaVersion: centerSchemaVersion, at: world.clock.now(), figures });
  return figures;
}
async function sweepCallbacks(world, directory, figures) {
  const now = world.clock.now();
  const open = await world.callbacks.due(addSeconds(now, hours(24 * 60)), mostCallbacks);
  await settleDue(world, directory, open, figures);
  return open;
}

// lambdas/take-offer/contract.ts
import * as z14 from "zod/mini";
var environment3 = z14.object({ ...variables.table, ...variables.keys, ...variables.instance });
var request3 = flowEvent(
  z14.object({
    /** `confirm` and, on a call we placed, `cancel` come from the outbound flow; the others from a caller. */
    choice: z14.enum(["callback", "decline", "keep", "live", "cancel", "confirm"]),
    queue: z14.optional(queueName),
    channel: z14._default(z14.enum(["voice", "chat"]), "voice"),
    when: z14._default(z14.enum(["now", "next-opening"]), "now"),
    /** What was keyed in; empty: the caller's own number. */
    number: optionalText
  })
);
var answer2 = z14.object({
  result: z14.enum([
    "accepted",
    "need-number",
    "declined",
    "kept",
    "live",
    "cancelled",
    "unavailable",
    /** To the outbound flow: on to the agents, or hang up. */
    "queue",
    "end"
  ]),
  say: z14.string(),
  /** E.164 for UpdateContactCallbackNumber; '' unless accepted natively. */
  number: z14.string(),
  /** `native`: the flow creates Connect's callback contact. `ledger`: nothing more to do, the dialler calls. */
  place: z14.enum(["native", "ledger"])
});
var safeAnswer2 = { result: "unavailable", say: "", number: "", place: "ledger" };

// core/rows/callback.ts
var callbackSchemaVersion = 1;

// core/callbacks/accept.ts
var callbackIdOf = (sourceContactId, round = 1) => round === 1 ? `cb-${sourceContactId}` : `cb-${sourceContactId}-${round}`;
var graceSeconds = hours(4);
function decideAcceptance(acceptance, slot, rules) {
  const { callbackId } = acceptance;
  if (slot?.callbackId === callbackId) return { kind: "accepted-already", row: slot };
  if (slot && isOpen(slot.state)) return { kind: "open-already", row: slot };
  const dayBefore = addSeconds(acceptance.at, hours(-24));
  const recent = (slot?.recentAcceptances ?? []).filter((at) => at > dayBefore);
  if (recent.length >= rules.perNumberPerDay) return { kind: "over-budget" };
  return {
    kind: "accept",
    expectedVersion: slot?.version,
    row: newCallback(acceptance, [...recent, acceptance.at], (slot?.version ?? 0) + 1)
  };
}
function newCallback(acceptance, recentAcceptances, version) {
  const { at, opensAt, sourceContactId, callbackId } = acceptance;
  const begins = opensAt ?? at;
  const promisedBy = addSeconds(begins, acceptance.promisedWithinSeconds);
  return {
    schemaVersion: callbackSchemaVersion,
    version,
    callbackKey: callbackKeyOf(acceptance.customerKey, acceptance.lineOfBusiness),
    callbackId,
    customerKey: acceptance.customerKey,
    lineOfBusiness: acceptance.lineOfBusiness,
    queue: acceptance.queue,
    channel: acceptance.channel,
    state: opensAt === void 0 ? "ACCEPTED" : "PENDING",
    kind: opensAt === void 0 ? "keeps-place" : "next-opening",
    attempt: 1,
    attempts: [],
    acceptedAt: at,
    since: at,
    promisedBy,
    notBefore: begins,
    expiresBy: addSeconds(promisedBy, graceSeconds),
    sourceContactId,
    placeSince: acceptance.placeSince,
    numberCipher: acceptance.numberCipher,
    consent: { at, contactId: sourceContactId, how: "key-press", wording: acceptance.wording },
    recentAcceptances,
    dueKey: dueShard,
    dueAt: opensAt ?? addSeconds(at, handOverAfterSeconds)
  };
}

// lambdas/take-offer/take-offer.caller.ts
var plain = (result, say) => ({
  result,
  say,
  number: "",
  place: "ledger"
});
async function choose(world, caller, choice, also = {}) {
  const changed2 = await changeContact(
    world.contacts,
    caller.contactId,
    (row) => deriveContact({
      ...knownOr(row, world.settings, caller),
      ...also,
      choice,
      choseAt: (row?.choice === choice ? row.choseAt : void 0) ?? caller.now
    })
  );
  if (!changed2) throw new Error("a choice always changes its contact");
  return changed2;
}
function knownOr(row, settings, { contactId, asked, now }) {
  return row ?? {
    schemaVersion: contactSchemaVersion,
    version: 0,
    contactId,
    channel: asked.channel,
    ...asked.queue === void 0 ? {} : { askedQueue: asked.queue },
    expiresAt: Math.ceil(addSeconds(now, graceSeconds) / 1e3) + settings.privacy.contactRetentionDays * 86400
  };
}
async function cancelCallback(world, callbackKey, callbackId, reason, at, onTheLine = false) {
  const center = onTheLine ? { stop: async () => {
  } } : world.center;
  const cancel2 = { kind: "cancel", reason, at };
  return (await advanceCallback({ ...world, center }, callbackKey, callbackId, () => cancel2))?.row.state;
}

// lambdas/take-offer/take-offer.accept.ts
var ringingSeconds = minutes(1);
var openingSeconds = minutes(60);
var unquotedSeconds = minutes(60);
var wording = "keep-your-place-1";
async function takeCallback(world, caller) {
  const { settings, clock: clock2 } = world;
  const { asked, contactId, now } = caller;
  const queue = asked.queue === void 0 ? void 0 : settings.queues[asked.queue];
  if (asked.queue === void 0 || !queue) throw new RangeError("queue: expected the name of a queue in settings");
  const verdict = judgeNumber(asked.number ?? caller.address, {
    allowedCountries: settings.callbacks.allowedCountries,
    ownNumbers: settings.ownNumbers
  });
  if (verdict.kind === "refused") return plain("need-number", sayRefusal(verdict.reason));
  const opensAt = asked.when === "now" ? void 0 : openingOf(settings, queue.hours, verdict.zones, now);
  if (asked.when === "next-opening" && opensAt === void 0) return plain("unavailable", "");
  const customerKey = await world.customers.keyOf(verdict.number);
  const callbackKey = callbackKeyOf(customerKey, queue.lineOfBusiness);
  const row = await announce(world, caller, callbackKey);
  const callbackId = row.callbackId ?? callbackIdOf(contactId);
  const acceptance = {
    callbackId,
    sourceContactId: contactId,
    customerKey,
    lineOfBusiness: queue.lineOfBusiness,
    queue: asked.queue,
    channel: asked.channel,
    numberCipher: await world.customers.encrypt(verdict.number),
    at: now,
    promisedWithinSeconds: opensAt === void 0 ? promiseOf4(row, now) : openingSeconds,
    placeSince: row.initiatedAt ?? row.quotedAt ?? now,
    opensAt,
    wording
  };
  const promisedBy = addSeconds(opensAt ?? now, acceptance.promisedWithinSeconds);
  if (!mayRing(promisedBy, verdict.zones, parseDailyWindow(settings.callbacks.allowedHours))) {
    return plain("unavailable", "We cannot call that number at that hour.");
  }
  const accepted = await accept(world, acceptance, callbackKey);
  if (accepted === "over-budget") return plain("unavailable", "");
  const { callback, created } = accepted;
  if (!isWanted(callback)) return plain("unavailable", "");
  const { after } = await choose(world, caller, "callback", { callbackKey, callbackId: callback.callbackId });
  if (created) world.metrics.ofQueue(asked.queue, asked.channel, { CallbacksAccepted: 1 });
  if (after.answeredAt !== void 0 && callback.callbackId === callbackId) {
    await cancelCallback(world, callbackKey, callbackId, "agent-was-faster", clock2.now());
    return plain("unavailable", "");
  }
  return acceptedAnswer(world, callback, callback.callbackId === callbackId, verdict.number, now);
}
function promiseOf4(row, now) {
  const told = row.quotes?.findLast((quote) => quote.toldBoundSeconds !== null);
  if (told?.toldBoundSeconds === void 0 || told.toldBoundSeconds === null) return unquotedSeconds;
  const left = secondsBetween(now, addSeconds(told.askedAt, told.toldBoundSeconds));
  return spokenUp(Math.max(60, left) + ringingSeconds);
}
function openingOf(settings, hoursName, zones, now) {
  const hours2 = settings.hours[hoursName];
  const window = parseDailyWindow(settings.callbacks.allowedHours);
  let from = now;
  for (let day = 0; hours2 && from !== void 0 && day < 14; day += 1) {
    const opens = nextOpeningAt(hours2, hours2.timeZone, from);
    const rings = opens === void 0 ? void 0 : nextRingAt(opens, zones, window);
    if (rings === void 0) return void 0;
    if (isOpenAt(hours2, hours2.timeZone, rings)) return rings;
    from = rings;
  }
  return void 0;
}
async function announce(world, caller, callbackKey) {
  const changed2 = await changeContact(world.contacts, caller.contactId, (row) => ({
    ...knownOr(row, world.settings, caller),
    callbackKey,
    callbackId: callbackIdOf(caller.contactId, row?.callbackRound)
  }));
  if (!changed2) throw new Error("an announcement always finds or makes its contact");
  return changed2.after;
}
async function accept(world, acceptance, callbackKey) {
  const { perNumberPerDay } = world.settings.callbacks;
  for (; ; ) {
    const slot = await world.callbacks.get(callbackKey);
    const decision = decideAcceptance(acceptance, slot, { perNumberPerDay });
    switch (decision.kind) {
      case "over-budget":
        return "over-budget";
      case "accepted-already":
      case "open-already":
        return { callback: decision.row, created: false };
      case "accept":
        if (await world.callbacks.replace(decision.row, decision.expectedVersion) === "written") {
          return { callback: decision.row, created: true };
        }
        continue;
      default:
        return decision;
    }
  }
}
function acceptedAnswer(world, callback, own, number2, now) {
  const { timeZone: timeZone2 } = world.settings.center;
  if (!own) return plain("accepted", sayOpenCallback(callback.promisedBy, timeZone2, now));
  if (callback.kind === "next-opening") {
    return plain("accepted", sayAcceptedAt(callback.promisedBy, timeZone2, callback.acceptedAt));
  }
  const say = sayAcceptedNow(secondsBetween(callback.acceptedAt, callback.promisedBy));
  return { result: "accepted", say, number: number2, place: "native" };
}

// lambdas/take-offer/take-offer.open-callback.ts
function legOf(attributes) {
  const { callbackKey, callbackId } = attributes ?? {};
  return callbackKey && callbackId ? { callbackKey, callbackId } : void 0;
}
async function keep(world, caller) {
  const open = await openCallbackOf(world, caller);
  const callback = open && isWanted(open) ? open : void 0;
  await choose(world, caller, callback ? "keep" : "live");
  if (!callback) return plain("unavailable", "");
  return plain("kept", sayOpenCallback(callback.promisedBy, world.settings.center.timeZone, caller.now));
}
async function goLive(world, caller) {
  await choose(world, caller, "live");
  const callback = await openCallbackOf(world, caller);
  if (!callback) return plain("live", "");
  const left = await cancelCallback(world, callback.callbackKey, callback.callbackId, "customer-live", caller.now);
  return plain(
    "live",
    left === "CANCELLED" || left === "CREATED" ? "We have cancelled your callback. Please hold." : "Please hold."
  );
}
async function cancel(world, caller) {
  const callback = await openCallbackOf(world, caller);
  const takenBack2 = caller.asked.number !== void 0;
  await takeBack(world, caller, takenBack2 ? "hold" : "cancel");
  if (callback) await cancelCallback(world, callback.callbackKey, callback.callbackId, "customer", caller.now);
  return plain("cancelled", callback && !takenBack2 ? "Your callback is cancelled." : "");
}
async function takeBack(world, caller, choice) {
  await changeContact(world.contacts, caller.contactId, (row) => {
    const known = knownOr(row, world.settings, caller);
    const round = (known.callbackRound ?? 1) + (known.choice === "callback" ? 1 : 0);
    return deriveContact({ ...known, choice, choseAt: caller.now, callbackRound: round });
  });
}
async function confirm(world, contactId, leg, now) {
  const { row, reason } = await advanceCallback(world, leg.callbackKey, leg.callbackId, () => ({
    kind: "confirmed",
    contactId,
    at: now
  })) ?? {};
  if (!row || !isWanted(row)) return plain("end", "This callback is over.");
  world.log.info("callback confirmed", { callbackId: leg.callbackId, contactId, ...reason ? { reason } : {} });
  await changeContact(
    world.contacts,
    contactId,
    (known) => known && deriveContact({ ...known, priority: 1, confirmedAt: now })
  );
  return plain("queue", "");
}
async function cancelLeg(world, leg, now) {
  await cancelCallback(world, leg.callbackKey, leg.callbackId, "customer", now, true);
  return plain("end", "Your callback is cancelled.");
}
async function openCallbackOf(world, caller) {
  const { asked } = caller;
  const queue = asked.queue === void 0 ? void 0 : world.settings.queues[asked.queue];
  const number2 = callerNumber(asked.number ?? caller.address);
  if (!queue || number2 === void 0) return void 0;
  const key = callbackKeyOf(await world.customers.keyOf(number2), queue.lineOfBusiness);
  const row = await world.callbacks.get(key);
  return row && isOpen(row.state) ? row : void 0;
}

// lambdas/take-offer/take-offer.ts
function makeTakeOffer(world) {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const now = world.clock.now();
    const leg = legOf(contact.Attributes ?? void 0);
    const caller = {
      contactId: contact.ContactId,
      address: contact.CustomerEndpoint?.Address ?? void 0,
      asked,
      now
    };
    switch (asked.choice) {
      case "callback":
        return takeCallback(world, caller);
      case "decline":
        await choose(world, caller, "hold");
        if (asked.queue) world.metrics.ofQueue(asked.queue, asked.channel, { OffersDeclined: 1 });
        return plain("declined", "");
      case "keep":
        return keep(world, caller);
      case "live":
        return goLive(world, caller);
      case "confirm":
        return leg ? confirm(world, contact.ContactId, leg, now) : plain("end", "");
      case "cancel":
        return leg ? cancelLeg(world, leg, now) : cancel(world, caller);
      default:
        return asked.choice;
    }
  };
}

// lambdas/track-contact/contract.ts
import * as z15 from "zod/mini";
var environment4 = z15.object({ ...variables.table, ...variables.instance });
var request4 = z15.object({
  source: z15.literal("aws.connect"),
  "detail-type": z15.string(),
  detail: z15.record(z15.string(), z15.unknown())
});

// core/contacts/event.ts
var knownTypes = /* @__PURE__ */ new Set([
  "INITIATED",
  "CONNECTED_TO_SYSTEM",
  "CONTACT_DATA_UPDATED",
  "QUEUED",
  "CONNECTED_TO_AGENT",
  "DISCONNECTED",
  "PAUSED",
  "RESUMED",
  "COMPLETED",
  "AMD_DISABLED",
  "WEBRTC_API"
]);
function readContactEvent(detail) {
  const field = lookup(detail);
  const contactId = text2(field("contactId"));
  const eventType = text2(field("eventType"))?.toUpperCase();
  if (!contactId) return { kind: "unreadable", reason: "no contactId" };
  if (!eventType) return { kind: "unreadable", reason: "no eventType" };
  const queue = lookup(field("queueInfo"));
  const agent = lookup(field("agentInfo"));
  const agentArn = text2(agent("agentArn"));
  const event = { eventType, contactId };
  const set = (key, value) => {
    if (value !== void 0) event[key] = value;
  };
  set("instanceArn", text2(field("instanceArn")));
  set("channel", channelOf(text2(field("channel")) ?? ""));
  set("initiationMethod", text2(field("initiationMethod"))?.toUpperCase());
  set("previousContactId", text2(field("previousContactId")));
  set("initialContactId", text2(field("initialContactId")));
  set("queueArn", text2(queue("queueArn")));
  set("initiatedAt", moment(field("initiationTimestamp")));
  set("queuedAt", moment(queue("enqueueTimestamp")));
  set("answeredAt", moment(agent("connectedToAgentTimestamp")));
  set("customerAnsweredAt", moment(field("connectedToSystemTimestamp")));
  set("endedAt", moment(field("disconnectTimestamp")));
  set("completedAt", moment(agent("afterContactWorkEndTimestamp")));
  set("agentId", agentArn?.split("/").at(-1));
  set("disconnectReason", text2(field("disconnectReason")));
  return { kind: "event", event, known: knownTypes.has(eventType) };
}
function lookup(from) {
  if (typeof from !== "object" || from === null) return () => void 0;
  const record5 = from;
  return (name2) => record5[name2] ?? record5[name2.charAt(0).toUpperCase() + name2.slice(1)];
}
var text2 = (value) => typeof value === "string" && value !== "" && value.length <= 2048 ? value : void 0;
function moment(value) {
  const epoch = typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return epoch > 0 && epoch < Date.UTC(2200, 0) ? instant(epoch) : void 0;
}

// lambdas/track-contact/track-contact.ts
var directoryMilliseconds = 5 * 6e4;
function makeTrackContact(world) {
  let kept;
  const directory = async () => {
    const now = world.clock.now();
    if (!kept?.directory || kept.until <= now) {
      kept = { directory: await world.centerRows.directory(), until: now + directoryMilliseconds };
    }
    return kept.directory;
  };
  return async (message) => {
    const ignored = (reason) => {
      world.metrics.ofCenter({ EventsIgnored: 1 });
      world.log.warn("event ignored", { reason });
    };
    if (message["detail-type"] !== "Amazon Connect Contact Event") return ignored("another kind of event");
    const read = readContactEvent(message.detail);
    if (read.kind === "unreadable") return ignored(read.reason);
    const { event } = read;
    if (event.instanceArn !== void 0 && event.instanceArn !== world.instanceArn) return ignored("another instance");
    if (!read.known) ignored("unknown event type");
    await recordEvent(world, event, await directory());
  };
}

// test/simulation/code.ts
var functions = {
  quoteWait: (world) => makeQuoteWait(world),
  takeOffer: (world) => makeTakeOffer(world),
  bindCallback: (world) => makeBindCallback(world),
  sweep: (world) => makeSweep(world),
  rollUp: (world) => makeRollUp(world),
  trackContact: (world) => fromQueue({ ...world, message: request4, run: makeTrackContact(world) }),
  dialCallback: (world) => fromQueue({ ...world, message: request, run: makeDialCallback(world) })
};
var safeAnswers = { quoteWait: safeAnswer, takeOffer: safeAnswer2 };
export {
  functions,
  ledgerRulesOf,
  runtimeSettings,
  safeAnswers,
  settingsSchema
};
