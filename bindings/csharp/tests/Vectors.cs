using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Agora.Token;

/// <summary>The builder, the parser and the checks, against every token of the official builders.</summary>
internal static class Vectors
{
    internal const string AnotherCertificate = "0123456789abcdef0123456789ABCDEF";

    internal static void Run()
    {
        // The file has tokens of older versions too, which the library does not know.
        List<Json> vectors = Json.File("vectors/official.json")["vectors"].Items
            .Where(vector => vector["version"].Text == "006" || vector["version"].Text == "007").ToList();
        Runner.Test("there are 144 vectors", () => Runner.Same(vectors.Count, 144, "count"));
        foreach (Json vector in vectors)
        {
            string name = vector["name"].Text;
            if (vector["version"].Text == "006")
            {
                Runner.Test("the builder writes 006 to the letter: " + name, () => Builds006(vector));
                Runner.Test("a 006 token parses to the listed fields: " + name, () => Parses006(vector));
                Runner.Test("a 006 token is good under its own certificate alone: " + name, () => IsGood006(vector));
            }
            else
            {
                Runner.Test("the builder writes the content of 007 byte for byte: " + name, () => Builds007(vector));
                Runner.Test("a 007 token parses to the listed fields: " + name, () => Parses007(vector));
                Runner.Test("a 007 token is good under its own certificate alone: " + name, () => IsGood007(vector));
            }
        }
    }

    private static Issuer IssuerOf(Json vector)
    {
        return new Issuer(vector["app_id"].Text, vector["app_certificate"].Text);
    }

    /// <summary>The user as a 006 token signs it; uid 0 is any user.</summary>
    private static string UserOf(Json vector)
    {
        Json uid = vector.Find("uid");
        return uid == null ? vector.TextOr("user_account", "") : User.Uid((uint)uid.Number).ToString();
    }

    private static DateTimeOffset At(long seconds)
    {
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    private static TimeSpan For(long seconds)
    {
        return TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond);
    }

    private static bool IsRtm(Json vector)
    {
        return vector["kind"].Text == "rtm";
    }

    private static void Builds006(Json vector)
    {
        List<Json> privileges = (vector.Find("add_privileges") ?? vector["privileges"]).Items.ToList();
        // Below every time in the vector, so that each can be given as seconds from it.
        long end = vector["ts"].Number;
        long issuedAt = privileges.Select(p => p[1].Number).Where(time => time > 0).Concat(new[] { end }).Min() - 1;
        using (Issuer issuer = IssuerOf(vector))
        using (TokenBuilder builder = issuer.Builder(TokenVersion.V006))
        {
            builder.IssuedAt(At(issuedAt)).Salt((uint)vector["salt"].Number).ExpiresIn(For(end - issuedAt));
            if (IsRtm(vector))
            {
                builder.AddRtm(UserOf(vector));
            }
            else
            {
                builder.AddRtc(vector["channel_name"].Text, UserOf(vector));
            }

            foreach (Json privilege in privileges)
            {
                long time = privilege[1].Number;
                Privilege number = IsRtm(vector) ? RtmPrivilege.Login : new Privilege((int)privilege[0].Number);
                builder.Grant(number, For(time == 0 ? 0 : time - issuedAt));
            }

            Runner.Same(builder.Build(), vector["token"].Text, "token");
        }
    }

    private static void Parses006(Json vector)
    {
        TokenInfo info = TokenInfo.Parse(vector["token"].Text);
        Service service = info.Services.Single();
        Runner.Same(info.Version, TokenVersion.V006, "version");
        Runner.Same(info.AppId, vector["app_id"].Text, "app id");
        Runner.Same((long)info.Salt, vector["salt"].Number, "salt");
        Runner.Same(info.ExpiresAt, At(vector["ts"].Number), "end");
        Runner.Same((long?)info.ChannelCrc, vector["crc_channel_name"].Number, "channel's CRC");
        Runner.Same((long?)info.UserCrc, vector["crc_uid"].Number, "user's CRC");
        Runner.That(
            info.IssuedAt == null && info.CutAt == null && info.UnknownService == null, "a 006 token says no more");
        Runner.Same(service.Type, IsRtm(vector) ? ServiceType.Rtm : ServiceType.Rtc, "service");
        Runner.That(service.Channel == null && service.Account == null && service.UserId == null, "it has no names");
        Runner.Same(
            string.Join(" ", service.Privileges.Select(p => (IsRtm(vector) ? 1000 : p.Privilege.Number) + ":" + Ends(p))),
            string.Join(" ", vector["privileges"].Items.Select(p => p[0].Number + ":" + p[1].Number)),
            "privileges");
    }

    private static long Ends(Granted privilege)
    {
        return privilege.ExpiresAt == null ? 0 : privilege.ExpiresAt.Value.ToUnixTimeSeconds();
    }

    private static void IsGood006(Json vector)
    {
        using (Issuer issuer = IssuerOf(vector))
        {
            if (vector["privileges"].Items.Any())
            {
                Check006(issuer, vector);
            }
            else
            {
                // Without a privilege there is nothing to be good for, but the signature has been checked.
                Runner.Throws<NotGrantedException>("no privilege", () => Check006(issuer, vector));
            }
        }

        using (Issuer other = new Issuer(vector["app_id"].Text, AnotherCertificate))
        {
            Runner.Throws<BadSignatureException>("another certificate", () => Check006(other, vector));
        }
    }

    private static void Check006(Issuer issuer, Json vector)
    {
        string token = vector["token"].Text, user = UserOf(vector);
        if (IsRtm(vector))
        {
            issuer.CheckRtm(token, user, At(1));
            return;
        }

        Json first = vector["privileges"].Items.FirstOrDefault();
        RtcPrivilege privilege = first == null ? RtcPrivilege.JoinChannel : (RtcPrivilege)first[0].Number;
        issuer.CheckRtc(token, vector["channel_name"].Text, user == "" ? User.Any : User.Account(user), privilege, At(1));
    }

    private static void Builds007(Json vector)
    {
        using (Issuer issuer = IssuerOf(vector))
        using (TokenBuilder builder = issuer.Builder())
        {
            builder.IssuedAt(At(vector["issue_ts"].Number)).Salt((uint)vector["salt"].Number)
                .ExpiresIn(For(vector["token_expire_in_token"].Number));
            foreach (Json service in Added(vector))
            {
                Add(builder, service);
            }

            string token = builder.Build();
            Runner.Same(ContentOf(token), vector["content_hex"].Text, "content");
            // The text may differ, but both texts say the same.
            Runner.Same(TokenInfo.Parse(token).Json, TokenInfo.Parse(vector["token"].Text).Json, "what it says");
        }
    }

    /// <summary>The services in the order in which they were added, where the vector tells; it may tell it by their
    /// types.</summary>
    private static IEnumerable<Json> Added(Json vector)
    {
        return (vector.Find("add_services") ?? vector["services"]).Items.Select(entry => entry.Type == "number"
            ? vector["services"].Items.First(service => service["type"].Number == entry.Number)
            : entry);
    }

    private static void Add(TokenBuilder builder, Json service)
    {
        string channel = service.TextOr("channel_name", ""), account = service.TextOr("account", "");
        string userId = service.TextOr("user_id", "");
        switch ((ServiceType)service["type"].Number)
        {
            case ServiceType.Rtc: builder.AddRtc(channel, account); break;
            case ServiceType.Rtm: builder.AddRtm(userId); break;
            case ServiceType.Streaming: builder.AddStreaming(channel, account); break;
            case ServiceType.Fpa: builder.AddFpa(); break;
            case ServiceType.Chat: builder.AddChat(userId); break;
            case ServiceType.Fcdn: builder.AddFcdn(channel, account); break;
            case ServiceType.Apaas:
                builder.AddApaas(service["room_uuid"].Text, service["user_uuid"].Text, (int)service["role"].Number);
                break;
            case ServiceType.Rtm2: builder.AddRtm2(userId); break;
            case ServiceType.ConvoAI: builder.AddConvoAI(); break;
            case ServiceType.Stt: builder.AddStt(); break;
            default: throw new MismatchException("no such service");
        }

        foreach (Json privilege in service["privileges"].Items)
        {
            builder.Grant(new Privilege((int)privilege[0].Number), For(privilege[1].Number));
        }

        foreach (Json permission in Permissions(service))
        {
            builder.Permit(
                (Rtm2Resource)permission["resource_type"].Number, (Rtm2Permission)permission["permission_type"].Number,
                permission["resources"].Items.Select(name => name.Text));
        }
    }

    private static IEnumerable<Json> Permissions(Json service)
    {
        Json permissions = service.Find("permissions");
        return permissions == null ? Enumerable.Empty<Json>() : permissions.Items;
    }

    /// <summary>The inflated content of a 007 token, in hexadecimal.</summary>
    private static string ContentOf(string token)
    {
        byte[] packed = Convert.FromBase64String(token.Substring(3));
        using (MemoryStream content = new MemoryStream())
        using (DeflateStream inflated = new DeflateStream(
            new MemoryStream(packed, 2, packed.Length - 2), CompressionMode.Decompress))
        {
            inflated.CopyTo(content);
            return string.Concat(content.ToArray().Select(one => one.ToString("x2")));
        }
    }

    private static void Parses007(Json vector)
    {
        TokenInfo info = TokenInfo.Parse(vector["token"].Text);
        long issuedAt = vector["issue_ts"].Number;
        Runner.Same(info.Version, TokenVersion.V007, "version");
        Runner.Same(info.AppId, vector["app_id"].Text, "app id");
        Runner.Same((long)info.Salt, vector["salt"].Number, "salt");
        Runner.Same(info.IssuedAt, At(issuedAt), "issuing");
        Runner.Same(info.ExpiresAt, At(issuedAt + vector["token_expire_in_token"].Number), "end");
        Runner.That(
            info.ChannelCrc == null && info.UserCrc == null && info.UnknownService == null, "a 007 token has no CRCs");
        List<Json> listed = vector["services"].Items.ToList();
        Runner.Same(info.Services.Count, listed.Count, "services");
        for (int i = 0; i < listed.Count; i++)
        {
            Describes(info, info.Services[i], listed[i], issuedAt);
        }
    }

    private static void Describes(TokenInfo info, Service service, Json listed, long issuedAt)
    {
        Runner.Same((long)service.Type, listed["type"].Number, "service");
        Runner.Same(service.Channel, listed.TextOr("channel_name", null), "channel");
        Runner.Same(service.Account, listed.TextOr("account", null), "account");
        Runner.Same(service.UserId, listed.TextOr("user_id", null), "user id");
        Runner.Same(service.RoomUuid, listed.TextOr("room_uuid", null), "room");
        Runner.Same(service.UserUuid, listed.TextOr("user_uuid", null), "user");
        Json role = listed.Find("role");
        Runner.Same((long?)service.Role, role == null ? (long?)null : role.Number, "role");
        Runner.Same(
            string.Join(" ", service.Privileges.Select(p => p.Privilege + ":" + Ends(p))),
            string.Join(" ", listed["privileges"].Items.Select(p => p[0].Number + ":" + (p[1].Number == 0
                ? info.ExpiresAt.ToUnixTimeSeconds() : issuedAt + p[1].Number))),
            "privileges");
        Runner.Same(
            Sorted(service.Permissions.Select(p => (int)p.Resource + ":" + (int)p.Permission + ":"
                + string.Join(",", p.Names))),
            Sorted(Permissions(listed).Select(p => p["resource_type"].Number + ":" + p["permission_type"].Number + ":"
                + string.Join(",", p["resources"].Items.Select(name => name.Text)))),
            "permissions");
    }

    private static string Sorted(IEnumerable<string> lines)
    {
        return string.Join("\n", lines.OrderBy(line => line, StringComparer.Ordinal));
    }

    private static void IsGood007(Json vector)
    {
        string token = vector["token"].Text;
        DateTimeOffset now = At(vector["issue_ts"].Number);
        using (Issuer issuer = IssuerOf(vector))
        {
            if (vector["token_expire_in_token"].Number > 0)
            {
                issuer.Verify(token, now);
            }
            else
            {
                // A lifetime of 0 has ended when it starts.
                Runner.Throws<ExpiredException>("no lifetime", () => issuer.Verify(token, now));
            }
        }

        using (Issuer other = new Issuer(vector["app_id"].Text, AnotherCertificate))
        {
            Runner.Throws<BadSignatureException>("another certificate", () => other.Verify(token, now));
        }
    }
}
