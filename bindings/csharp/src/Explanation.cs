using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Agora.Token
{
    /// <summary>Whether a token is good for a use, why not, and what to do. What there is nothing to say about is null.
    /// The sentences may become better in later versions: <see cref="Status"/> is for programs.</summary>
    public sealed class Explanation
    {
        private Explanation(XElement members)
        {
            Good = (bool)members.Element("good");
            Status = (Status)(int)members.Element("status");
            Name = (string)members.Element("name");
            Reason = Text(members, "reason");
            Found = Text(members, "found");
            Asked = Text(members, "asked");
            Advice = Text(members, "advice");
            SdkError = (int?)Number(members, "sdk_error");
            ExpiresAt = Time(members, "expires_at");
            CutAt = Time(members, "cut_at");
            Now = Time(members, "now").Value;
        }

        /// <summary>Whether the token is good.</summary>
        public bool Good { get; }

        /// <summary><see cref="Token.Status.Ok"/> for a good token, and otherwise the status of the exception that a
        /// check throws. A token that Agora has cut after 24 hours is expired here, though a check finds it
        /// good.</summary>
        public Status Status { get; }

        /// <summary>The name of the status in the C header, such as "WRONG_CHANNEL"; "OK" for a good token.</summary>
        public string Name { get; }

        /// <summary>Why the token is not good, in a sentence.</summary>
        [MaybeNull]
        public string Reason { get; }

        /// <summary>What the token has in place of what was asked, for people: names between quotes, with unusual
        /// characters escaped, cut at 512 bytes.</summary>
        [MaybeNull]
        public string Found { get; }

        /// <summary>What was asked for, written as <see cref="Found"/> is; null where that is.</summary>
        [MaybeNull]
        public string Asked { get; }

        /// <summary>What to do.</summary>
        [MaybeNull]
        public string Advice { get; }

        /// <summary>The number of the error by which the RTC SDK reports the token to who joins with it: 109 where it
        /// has expired, 110 otherwise. Null for a good token, and where something else than joining was asked
        /// about.</summary>
        public int? SdkError { get; }

        /// <summary>Until when a good token is good, or when one that has expired did: the end of the token or of the
        /// privilege.</summary>
        public DateTimeOffset? ExpiresAt { get; }

        /// <summary>When Agora takes the token for expired, where <see cref="ExpiresAt"/> is more than the 24 hours
        /// that Agora honours.</summary>
        public DateTimeOffset? CutAt { get; }

        /// <summary>The time it was looked at.</summary>
        public DateTimeOffset Now { get; }

        /// <summary>"good", or the reason.</summary>
        public override string ToString()
        {
            return Good ? "good" : Name + ": " + Reason;
        }

        /// <summary>Reads the library's JSON, to which a newer library may have added members.</summary>
        internal static Explanation Of(string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            using (XmlReader reader = JsonReaderWriterFactory.CreateJsonReader(bytes, XmlDictionaryReaderQuotas.Max))
            {
                return new Explanation(XElement.Load(reader));
            }
        }

        private static string Text(XElement members, string name)
        {
            XElement member = members.Element(name);
            return (string)member.Attribute("type") == "null" ? null : member.Value;
        }

        private static long? Number(XElement members, string name)
        {
            string text = Text(members, name);
            return text == null ? (long?)null : long.Parse(text, CultureInfo.InvariantCulture);
        }

        private static DateTimeOffset? Time(XElement members, string name)
        {
            long? seconds = Number(members, name);
            return seconds == null ? (DateTimeOffset?)null : Numbers.Time((ulong)seconds.Value);
        }
    }
}
