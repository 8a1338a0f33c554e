/**
 * xsd:dateTime (RFC 7643 §2.3.5) as canonical UTC text with milliseconds, so that the order of the texts is the order in time:
 *
 *   dateTime = date [ "T" time [ zone ] ]
 *   date     = 4DIGIT "-" 2DIGIT "-" 2DIGIT
 *   time     = 2DIGIT ":" 2DIGIT [ ":" 2DIGIT [ "." 1*DIGIT ] ]
 *   zone     = "Z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT        UTC where it is left out
 */
const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?)?$/;

/** Null for what is no date and time, the 30th of February included. */
export const canonicalDateTime = (text: string): string | null => {
  const parts = pattern.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', , sign, zoneHour, zoneMinute] =
    parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const time = Date.parse(local);
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return null;
  const offsetMinutes = sign === undefined ? 0 : Number(`${sign}1`) * (Number(zoneHour) * 60 + Number(zoneMinute));
  if (offsetMinutes === 0) return local;
  const utc = new Date(time - offsetMinutes * 60_000).toISOString();
  return utc.length === 24 ? utc : null;
};
