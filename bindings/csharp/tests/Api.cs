using System;
using System.Collections.Generic;
using System.Linq;
using Agora.Token;

/// <summary>One row for each one-call builder: names, lifetimes, closing and faults go through all of them.</summary>
internal sealed class OneCall
{
    internal static readonly OneCall[] All =
    {
        new OneCall("Rtc by uid", "c", true, (i, c, u, t) => i.Rtc(c, User.Uid(42), Role.Publisher, t)),
        new OneCall("Rtc by account", "cu", true, (i, c, u, t) => i.Rtc(c, User.Account(u), Role.Publisher, t)),
        new OneCall("Rtc 006", "cu", true, (i, c, u, t) =>
            i.Rtc(c, User.Account(u), Role.Subscriber, t, TokenVersion.V006)),
        new OneCall("Rtm", "u", true, (i, c, u, t) => i.Rtm(u, t)),
        new OneCall("Rtm 006", "u", true, (i, c, u, t) => i.Rtm(u, t, TokenVersion.V006)),
        new OneCall("RtcRtm", "cu", true, (i, c, u, t) => i.RtcRtm(c, u, Role.Publisher, t)),
        new OneCall("ConvoAI", "cu", true, (i, c, u, t) => i.ConvoAI(c, u, Role.Publisher, t)),
        new OneCall("Stt", "cu", true, (i, c, u, t) => i.Stt(c, u, Role.Publisher, t)),
        new OneCall("ChatUser", "u", true, (i, c, u, t) => i.ChatUser(u, t)),
        new OneCall("ChatApp", "", true, (i, c, u, t) => i.ChatApp(t)),
        new OneCall("EducationRoomUser", "u", true, (i, c, u, t) => i.EducationRoomUser("class", u, 2, t)),
        new OneCall("EducationRoomUser's room", "u", true, (i, c, u, t) => i.EducationRoomUser(u, "ann", 2, t)),
        new OneCall("EducationUser", "u", true, (i, c, u, t) => i.EducationUser(u, t)),
        new OneCall("EducationApp", "", true, (i, c, u, t) => i.EducationApp(t)),
        new OneCall("Fpa", "", false, (i, c, u, t) => i.Fpa()),
    };

    private OneCall(string name, string takes, bool hasLifetime, Func<Issuer, string, string, TimeSpan, string> call)
    {
        Name = name;
        TakesChannel = takes.Contains("c");
        TakesUser = takes.Contains("u");
        HasLifetime = hasLifetime;
        Make = call;
    }

    internal string Name { get; }

    internal bool TakesChannel { get; }

    internal bool TakesUser { get; }

    internal bool HasLifetime { get; }

    internal Func<Issuer, string, string, TimeSpan, string> Make { get; }
}

/// <summary>What the package takes, what it refuses, and what it never shows.</summary>
internal static class Api
{
    internal const string AppId = "970CA35de60c44645bbae8a215061b33";
    internal const string Certificate = "5CFd2fd1755d40ecb72977518be15d3b";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly string Megabyte = new string('a', 1 << 20);

    internal static void Run()
    {
        using (Issuer issuer = new Issuer(AppId, Certificate))
        {
            foreach (OneCall one in OneCall.All)
            {
                Runner.Test("a token of one call is good: " + one.Name, () => IsGood(issuer, one));
                Runner.Test("hostile names are refused: " + one.Name, () => RefusesNames(issuer, one));
                Runner.Test("hostile lifetimes are refused: " + one.Name, () => RefusesLifetimes(issuer, one));
                Runner.Test("a disposed issuer is refused: " + one.Name, () => RefusesDisposed(one));
            }

            Runner.Test("numbers that are none are refused", () => RefusesNumbers(issuer));
            Runner.Test("a check refuses what is no argument", () => ChecksRefuse(issuer));
            Runner.Test("a check tells the wrong channel, user and privilege", () => ChecksTell(issuer));
            Runner.Test("a builder refuses what is no argument", () => BuilderRefuses(issuer));
            Runner.Test("a builder outlives its issuer, and builds tokens longer than any buffer", BuilderOutlives);
            Runner.Test("tokens that are none are refused", () => RefusesTokens(issuer));
            Runner.Test("an endpoint refuses what is no argument", () => EndpointRefuses(issuer));
            Runner.Test("authorize decides, and is not asked for OPTIONS", () => Authorizes(issuer));
            Runner.Test("a disposed object is refused", () => RefusesDisposedObjects(issuer));
        }

        Runner.Test("credentials that are none are refused", RefusesCredentials);
        Runner.Test("the certificate is in no text", NeverShowsTheCertificate);
        Runner.Test("each status has its exception, and an unknown one the base", EachStatusHasItsException);
        Runner.Test("users are equal by their name and kind", UsersAreEqual);
        Runner.Test("the library says its version", () => Runner.That(Library.Version.Contains("."), "it is a version"));
    }

    private static void IsGood(Issuer issuer, OneCall one)
    {
        string token = one.Make(issuer, "room", "ann", Hour);
        TokenInfo info = TokenInfo.Parse(token);
        Runner.Same(info.AppId, AppId, "app id");
        Runner.Same(info.Version == TokenVersion.V006, one.Name.EndsWith("006"), "006");
        if (info.Version == TokenVersion.V007)
        {
            issuer.Verify(token);
            TimeSpan lifetime = info.ExpiresAt - info.IssuedAt.Value;
            Runner.Same(lifetime, one.HasLifetime ? Hour : TimeSpan.FromHours(24), "lifetime");
        }

        if (one.TakesChannel)
        {
            issuer.CheckRtc(token, "room", one.TakesUser ? User.Account("ann") : User.Uid(42));
        }

        Runner.That(one.Make(issuer, "room", "ann", Hour) != token, "each token has a salt of its own");
    }

    private static void RefusesNames(Issuer issuer, OneCall one)
    {
        foreach (KeyValuePair<string, Type> hostile in Hostile(typeof(BadChannelException)).Where(_ => one.TakesChannel))
        {
            Runner.Throws(hostile.Value, "channel", () => one.Make(issuer, hostile.Key, "ann", Hour));
        }

        foreach (KeyValuePair<string, Type> hostile in Hostile(typeof(BadAccountException)).Where(_ => one.TakesUser))
        {
            Runner.Throws(hostile.Value, "user", () => one.Make(issuer, "room", hostile.Key, Hour));
        }

        // The memory of a refused call is that of the next.
        Runner.Same(TokenInfo.Parse(one.Make(issuer, "room", "ann", Hour)).AppId, AppId, "app id");
    }

    private static IEnumerable<KeyValuePair<string, Type>> Hostile(Type isBad)
    {
        yield return new KeyValuePair<string, Type>(null, typeof(ArgumentNullException));
        yield return new KeyValuePair<string, Type>("", isBad);
        yield return new KeyValuePair<string, Type>("a\0b", isBad);
        yield return new KeyValuePair<string, Type>("\0", isBad);
        yield return new KeyValuePair<string, Type>("a\nb", isBad);
        yield return new KeyValuePair<string, Type>("\ud800", typeof(NotUtf8Exception));
        yield return new KeyValuePair<string, Type>("a\udc00b", typeof(NotUtf8Exception));
        yield return new KeyValuePair<string, Type>("\udc00\ud800", typeof(NotUtf8Exception));
        yield return new KeyValuePair<string, Type>(Megabyte, isBad);
        yield return new KeyValuePair<string, Type>(Megabyte + "\ud800", typeof(NotUtf8Exception));
    }

    private static void RefusesLifetimes(Issuer issuer, OneCall one)
    {
        if (!one.HasLifetime)
        {
            return;
        }

        Action<TimeSpan> make = lifetime => one.Make(issuer, "room", "ann", lifetime);
        Runner.Throws<BadExpiryException>("zero", () => make(TimeSpan.Zero));
        Runner.Throws<BadExpiryException>("negative", () => make(TimeSpan.FromSeconds(-1)));
        Runner.Throws<BadExpiryException>("least", () => make(TimeSpan.MinValue));
        Runner.Throws<BadExpiryException>("a part of a second", () => make(TimeSpan.FromMilliseconds(1500)));
        Runner.Throws<ExpiryLooksAbsoluteException>("a Unix time", () => make(TimeSpan.FromSeconds(1700000000)));
        Runner.Throws<ExpiryLooksAbsoluteException>("over 32 bits", () => make(TimeSpan.FromSeconds(4294967296)));
        make(TimeSpan.FromSeconds(1));
        make(TimeSpan.FromSeconds(999999999));
    }

    private static void RefusesDisposed(OneCall one)
    {
        Issuer issuer = new Issuer(AppId, Certificate);
        issuer.Dispose();
        issuer.Dispose();
        Runner.Throws<ObjectDisposedException>("disposed", () => one.Make(issuer, "room", "ann", Hour));
    }

    private static void RefusesNumbers(Issuer issuer)
    {
        Runner.Throws<BadRoleException>("role 0", () => issuer.Rtc("room", User.Uid(1), 0, Hour));
        Runner.Throws<BadRoleException>("role -1", () => issuer.Rtc("room", User.Uid(1), (Role)(-1), Hour));
        Runner.Throws<BadVersionException>("version", () => issuer.Rtm("ann", Hour, (TokenVersion)8));
        Runner.Throws<BadVersionException>("version", () => issuer.Builder(0));
        Runner.Throws<OutOfRangeException>("role", () => issuer.EducationRoomUser("class", "ann", 32768, Hour));
        Runner.Throws<OutOfRangeException>("role", () => issuer.EducationRoomUser("class", "ann", -32769, Hour));
        Runner.Throws<ArgumentException>("no user", () => issuer.Rtc("room", default(User), Role.Publisher, Hour));
        Runner.Throws<ArgumentNullException>("null account", () => User.Account(null));
        Service service = TokenInfo.Parse(issuer.Rtc("room", User.Uid(uint.MaxValue), Role.Publisher, Hour)).Services[0];
        Runner.Same(service.Account, "4294967295", "the highest uid");
        service = TokenInfo.Parse(issuer.Rtc("room", User.Any, Role.Publisher, Hour)).Services[0];
        Runner.Same(service.Account, "", "any user");
    }

    private static void ChecksRefuse(Issuer issuer)
    {
        string token = issuer.Rtc("room", User.Uid(42), Role.Subscriber, Hour);
        Runner.Throws<ArgumentNullException>("token", () => issuer.Verify(null));
        Runner.Throws<ArgumentNullException>("token", () => issuer.CheckRtc(null, "room", User.Uid(42)));
        Runner.Throws<ArgumentNullException>("channel", () => issuer.CheckRtc(token, null, User.Uid(42)));
        Runner.Throws<ArgumentException>("user", () => issuer.CheckRtc(token, "room", default(User)));
        Runner.Throws<ArgumentNullException>("user id", () => issuer.CheckRtm(token, null));
        Runner.Throws<ArgumentNullException>("user", () => issuer.Check(token, ServiceType.Rtc, user: null));
        Runner.Throws<ArgumentNullException>("token", () => issuer.Explain(null));
        Runner.Throws<OutOfRangeException>("1970", () => issuer.Verify(token, DateTimeOffset.FromUnixTimeSeconds(0)));
        Runner.Throws<OutOfRangeException>("year 1", () => issuer.Verify(token, DateTimeOffset.MinValue));
        Runner.Throws<ExpiredException>("year 9999", () => issuer.Verify(token, DateTimeOffset.MaxValue));
        Runner.Throws<BadServiceException>("service", () => issuer.Check(token, (ServiceType)11));
        Runner.Throws<BadPrivilegeException>("privilege", () => issuer.Check(token, ServiceType.Rtc, new Privilege(-1)));
        Runner.Throws<BadPrivilegeException>("privilege", () => issuer.Check(token, ServiceType.Stt, new Privilege(1)));
        Runner.Throws<NotUtf8Exception>("channel", () => issuer.CheckRtc(token, "\ud800", User.Uid(42)));
        Runner.Throws<WrongChannelException>("1 MB", () => issuer.CheckRtc(token, Megabyte, User.Uid(42)));
    }

    private static void ChecksTell(Issuer issuer)
    {
        string token = issuer.Rtc("room", User.Uid(42), Role.Subscriber, Hour);
        issuer.CheckRtc(token, "room", User.Account("42"));
        AgoraTokenException error =
            Runner.Throws<WrongChannelException>("channel", () => issuer.CheckRtc(token, "Room", User.Uid(42)));
        Runner.Same(error.Found + error.Asked, "\"room\"\"Room\"", "values");
        error = Runner.Throws<WrongUserException>("user", () => issuer.CheckRtc(token, "room", User.Any));
        Runner.Same(error.Found + error.Asked, "\"42\"a token for any user", "values");
        error = Runner.Throws<NotGrantedException>(
            "privilege", () => issuer.CheckRtc(token, "room", User.Uid(42), RtcPrivilege.PublishAudio));
        Runner.Same(error.Asked, "RTC: publish audio", "privilege");
        // They are in no message, which can be logged.
        Runner.That(!error.Message.Contains("42"), "the message has no names");
        string rtm = issuer.Rtm("ann", Hour);
        issuer.CheckRtm(rtm, "ann");
        Runner.Throws<WrongUserException>("user id", () => issuer.CheckRtm(rtm, "bob"));
    }

    private static void BuilderRefuses(Issuer issuer)
    {
        using (TokenBuilder builder = issuer.Builder())
        {
            Runner.Throws<NoServiceException>("nothing", () => builder.Build());
            Runner.Throws<NoServiceException>("nothing", () => builder.Grant(RtcPrivilege.JoinChannel, Hour));
            Runner.Throws<ArgumentNullException>("channel", () => builder.AddRtc(null));
            Runner.Throws<StringTooLongException>("channel", () => builder.AddRtc(Megabyte));
            Runner.Throws<NotUtf8Exception>("channel", () => builder.AddRtc("\ud800"));
            Runner.Throws<OutOfRangeException>("role", () => builder.AddApaas("a", "b", 1 << 20));
            Runner.Throws<OutOfRangeException>("time", () => builder.IssuedAt(DateTimeOffset.MinValue));
            Runner.Throws<OutOfRangeException>("time", () => builder.IssuedAt(DateTimeOffset.MaxValue));
            Runner.Throws<BadExpiryException>("lifetime", () => builder.ExpiresIn(TimeSpan.FromTicks(1)));
            builder.AddRtc("room");
            Runner.Throws<BadPrivilegeException>("privilege", () => builder.Grant(new Privilege(65536), Hour));
            Runner.Throws<BadServiceException>(
                "no RTM2", () => builder.Permit(Rtm2Resource.Users, Rtm2Permission.Read, new[] { "a" }));
            builder.AddRtm2("ann");
            Runner.Throws<ArgumentNullException>(
                "names", () => builder.Permit(Rtm2Resource.Users, Rtm2Permission.Read, null));
            Runner.Throws<ArgumentNullException>(
                "a name", () => builder.Permit(Rtm2Resource.Users, Rtm2Permission.Read, new string[] { null }));
            Runner.Throws<StringTooLongException>("too many names", () => builder.Permit(
                Rtm2Resource.Users, Rtm2Permission.Read, Enumerable.Repeat("a", 65536)));
            // A call that fails leaves the builder as it was.
            Runner.Same(TokenInfo.Parse(builder.Build()).Services.Count, 2, "services");
        }

        using (TokenBuilder builder = issuer.Builder(TokenVersion.V006))
        {
            Runner.Throws<UnsupportedInVersionException>("Chat in 006", () => builder.AddChat("ann"));
        }
    }

    private static void BuilderOutlives()
    {
        Issuer issuer = new Issuer(AppId, Certificate);
        TokenBuilder builder = issuer.Builder();
        issuer.Dispose();
        Random random = new Random(1);
        string[] names = Enumerable.Range(0, 900).Select(_ => random.Next().ToString() + random.Next()).ToArray();
        builder.AddRtm2("ann").Grant(Rtm2Privilege.Login, Hour).Permit(Rtm2Resource.Users, Rtm2Permission.Read, names);
        string token = builder.Build();
        builder.Dispose();
        Runner.That(token.Length > Limits.MaxExplanationLen, "it is longer than the first buffer");
        Runner.That(
            TokenInfo.Parse(token).Services[0].Permissions[0].Names.SequenceEqual(names), "it has all names");
    }

    private static void RefusesTokens(Issuer issuer)
    {
        Runner.Throws<ArgumentNullException>("null", () => TokenInfo.Parse(null));
        foreach (string hostile in new[] { "", "007", "\0", "\ud800", "007\ud800", "007!", "ä" })
        {
            Runner.Throws<MalformedTokenException>("parse", () => TokenInfo.Parse(hostile));
            Runner.Throws<MalformedTokenException>("verify", () => issuer.Verify(hostile));
            Runner.Same(issuer.Explain(hostile).Status, Status.MalformedToken, "explanation");
        }

        foreach (string large in new[] { Megabyte, "007" + Megabyte })
        {
            try
            {
                TokenInfo.Parse(large);
                throw new MismatchException("1 MB was parsed");
            }
            catch (AgoraTokenException error)
            {
                Runner.That(
                    error.Status == Status.TokenTooLarge || error.Status == Status.MalformedToken, "it is no token");
            }
        }

        Runner.Throws<UnknownVersionException>("005", () => TokenInfo.Parse("005" + Megabyte.Substring(0, 100)));
    }

    private static void RefusesCredentials()
    {
        Runner.Throws<ArgumentNullException>("App ID", () => new Issuer(null, Certificate));
        Runner.Throws<ArgumentNullException>("certificate", () => new Issuer(AppId, null));
        foreach (string hostile in new[] { "", AppId.Substring(1), AppId + "0", "\0" + AppId.Substring(1), Megabyte })
        {
            Runner.Throws<BadAppIdException>("App ID", () => new Issuer(hostile, Certificate));
            Runner.Throws<BadAppCertificateException>("certificate", () => new Issuer(AppId, hostile));
        }

        Runner.Throws<NotUtf8Exception>("App ID", () => new Issuer("\ud800", Certificate));
        Runner.Throws<NotUtf8Exception>("certificate", () => new Issuer(AppId, Certificate + "\ud800"));
    }

    private static void NeverShowsTheCertificate()
    {
        List<object> shown = new List<object>();
        Issuer issuer = new Issuer(AppId, Certificate);
        Endpoint endpoint = new Endpoint(issuer);
        TokenBuilder builder = issuer.Builder();
        shown.AddRange(new object[] { issuer, endpoint, builder, endpoint.Handle("GET", "/rtc/a/b/c/d", null) });
        Action[] failing =
        {
            () => new Issuer("x", Certificate),
            () => new Issuer(AppId, Certificate + "0"),
            () => new Issuer(AppId, Certificate + "\ud800"),
            () => issuer.Verify("x"),
            () => issuer.Rtm("", TimeSpan.FromHours(1)),
        };
        foreach (Action action in failing)
        {
            try
            {
                action();
                throw new MismatchException("it was not refused");
            }
            catch (AgoraTokenException error)
            {
                shown.Add(error);
            }
        }

        issuer.Dispose();
        shown.Add(issuer);
        foreach (object one in shown)
        {
            Runner.That(!one.ToString().Contains(Certificate.Substring(0, 16)), "the certificate is not shown");
        }
    }

    private static void EachStatusHasItsException()
    {
        Type[] types = typeof(AgoraTokenException).Assembly.GetExportedTypes();
        Status[] hidden = { Status.Ok, Status.NullPointer, Status.BufferTooSmall, Status.BadStructSize };
        foreach (Status status in Enum.GetValues(typeof(Status)).Cast<Status>().Except(hidden))
        {
            Runner.That(types.Any(type => type.Name == status + "Exception"
                && type.IsSubclassOf(typeof(AgoraTokenException))), status + " has its exception");
            AgoraTokenException error = Of((int)status);
            Runner.Same(error.GetType().Name, status + "Exception", "type");
            Runner.Same(error.Status, status, "status");
        }

        AgoraTokenException unknown = Of(54321);
        Runner.Same(unknown.GetType(), typeof(AgoraTokenException), "type");
        Runner.Same((int)unknown.Status, 54321, "status");
        Runner.That(unknown.Message.Contains("54321"), "the message has the number");
    }

    private static AgoraTokenException Of(int status)
    {
        return (AgoraTokenException)typeof(AgoraTokenException)
            .GetMethod("Of", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)
            .Invoke(null, new object[] { status });
    }

    private static void UsersAreEqual()
    {
        Runner.Same(User.Uid(0), User.Any, "any user");
        Runner.Same(User.Uid(42), User.Uid(42), "uid");
        Runner.That(!User.Uid(42).Equals(User.Account("42")), "an account is no uid");
        Runner.Same(User.Account("ann").GetHashCode(), User.Account("ann").GetHashCode(), "hash");
        Runner.Same(User.Uid(42).ToString() + User.Account("ann") + default(User), "42ann", "text");
    }

    private static void EndpointRefuses(Issuer issuer)
    {
        Runner.Throws<ArgumentNullException>("issuer", () => new Endpoint(null));
        Runner.Throws<OutOfRangeException>("status", () => Make(issuer, new EndpointOptions { ClientErrorStatus = 404 }));
        Runner.Throws<BadVersionException>("version", () => Make(issuer, new EndpointOptions { Version = 0 }));
        Runner.Throws<ArgumentNullException>("origins", () => Make(issuer, new EndpointOptions { AllowOrigins = null }));
        Runner.Throws<OutOfRangeException>(
            "origin", () => Make(issuer, new EndpointOptions { AllowOrigins = new[] { "a b" } }));
        using (Endpoint endpoint = new Endpoint(issuer))
        {
            Action<Policy> ask = policy => endpoint.Handle("GET", "/rtm/ann", policy);
            Runner.Throws<ArgumentNullException>("method", () => endpoint.Handle(null, "/ping", null));
            Runner.Throws<ArgumentNullException>("target", () => endpoint.Handle("GET", null, null));
            Runner.Throws<ArgumentNullException>("request", () => endpoint.Answer(null, null));
            Runner.Throws<BadAccountException>("nobody", () => ask(new Policy()));
            Runner.Throws<BadAccountException>("an empty user", () => ask(new Policy { User = "" }));
            Runner.Throws<BadRoleException>("role", () => ask(new Policy { User = "ann", MaxRole = 0 }));
            Runner.Throws<ArgumentNullException>("channels", () => ask(new Policy { User = "ann", Channels = null }));
            Runner.Throws<OutOfRangeException>(
                "lifetime", () => ask(new Policy { User = "ann", MaxExpiresIn = TimeSpan.Zero }));
            Runner.Throws<OutOfRangeException>("status", () => endpoint.Error(200, "x"));
            Runner.Same(endpoint.Handle("GET", "/" + Megabyte, null).Status, 414, "a target of 1 MB");
            Runner.Same(endpoint.Handle("POST", "/getToken", null, "", new byte[1 << 20]).Status, 413, "a body of 1 MB");
            Runner.Same(endpoint.Handle("GET", "/\ud800", null).Status, 404, "half a surrogate pair");
        }
    }

    private static Endpoint Make(Issuer issuer, EndpointOptions options)
    {
        return new Endpoint(issuer, options);
    }

    private static void Authorizes(Issuer issuer)
    {
        using (Endpoint endpoint = new Endpoint(issuer))
        {
            Func<string, Func<EndpointRequest, Policy>, EndpointResponse> ask = (method, authorize) => endpoint.Answer(
                new EndpointRequest(method, "/rtm/ann", name => name == "Authorization" ? "ann" : null), authorize);
            Runner.Same(ask("GET", null).Status, 200, "an open endpoint");
            Runner.Same(ask("GET", _ => null).Status, 403, "a function that gives nothing");
            Runner.Same(ask("GET", r => new Policy { User = r.Header("Authorization") }).Status, 200, "its own user");
            Runner.Same(ask("GET", _ => new Policy { User = "bob" }).Status, 403, "another user");
            Runner.Same(ask("OPTIONS", _ => { throw new MismatchException("asked"); }).Status, 204, "a preflight");
            Runner.Throws<MismatchException>("a failure", () => ask("GET", _ => { throw new MismatchException("x"); }));
            EndpointResponse refused = ask("GET", _ => { throw new RefusedException(401, "log in first", "Bearer"); });
            Runner.Same(refused.Status, 401, "status");
            Runner.Same(
                System.Text.Encoding.UTF8.GetString(refused.Body), "{\"error\":\"log in first\"}", "what the sender reads");
            Runner.Same(refused.Headers.Single(h => h.Key == "WWW-Authenticate").Value, "Bearer", "challenge");
        }
    }

    private static void RefusesDisposedObjects(Issuer issuer)
    {
        TokenBuilder builder = issuer.Builder();
        Endpoint endpoint = new Endpoint(issuer);
        Issuer closed = new Issuer(AppId, Certificate);
        foreach (IDisposable one in new IDisposable[] { builder, endpoint, closed, builder, endpoint, closed })
        {
            one.Dispose();
        }

        Action[] calls =
        {
            () => builder.Build(),
            () => builder.AddFpa(),
            () => endpoint.Handle("GET", "/ping", null),
            () => endpoint.Error(400, "x"),
            () => closed.Verify("x"),
            () => closed.Check("x", ServiceType.Rtc),
            () => closed.CheckRtc("x", "room", User.Any),
            () => closed.CheckRtm("x", "ann"),
            () => closed.Explain("x"),
            () => closed.Builder(),
            () => new Endpoint(closed),
        };
        foreach (Action call in calls)
        {
            Runner.Throws<ObjectDisposedException>("disposed", call);
        }
    }
}
