using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Agora.Token;

/// <summary>Every case of the contract, with its policy and options, through the endpoint.</summary>
internal static class ContractTests
{
    private static Json contract;

    internal static void Run()
    {
        contract = Json.File("contract.json");
        List<Json> cases = contract["cases"].Items.ToList();
        Runner.Test("the contract has cases", () => Runner.That(cases.Count > 300, "there are over 300"));
        using (Issuer issuer = new Issuer(contract["app_id"].Text, contract["app_certificate"].Text))
        {
            foreach (Json one in cases)
            {
                Runner.Test("the endpoint answers as the contract has it: " + one["name"].Text, () => Answers(issuer, one));
            }
        }
    }

    private static void Answers(Issuer issuer, Json one)
    {
        using (Endpoint endpoint = new Endpoint(issuer, OptionsOf(one)))
        {
            Json asked = one["request"], headers = asked.Find("headers");
            long askedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            EndpointRequest request = new EndpointRequest(
                asked["method"].Text, asked["target"].Joined(),
                name => headers == null ? null : headers.TextOr(name, null), BodyOf(asked));
            Func<EndpointRequest, Policy> authorize = null;
            if (one.Find("policy") != null)
            {
                authorize = _ => PolicyOf(one["policy"]);
            }

            EndpointResponse response = endpoint.Answer(request, authorize);
            Json expected = one["expect"];
            Runner.Same((long)response.Status, expected["status"].Number, "status");
            Runner.Same(Sorted(response.Headers), Sorted(HeadersOf(expected)), "headers");
            if (expected.Find("body") == null)
            {
                Runner.Same(response.Body.Length, 0, "length of the body");
            }
            else
            {
                new Tokens(issuer, askedAt).Check(Json.Parse(response.Body), expected["body"]);
            }
        }
    }

    private static EndpointOptions OptionsOf(Json one)
    {
        EndpointOptions options = new EndpointOptions();
        foreach (Json option in one.Find("options") == null ? Enumerable.Empty<Json>() : one["options"].Items)
        {
            switch (option.Name)
            {
                case "version":
                    options.Version = (TokenVersion)int.Parse(option.Text, CultureInfo.InvariantCulture);
                    break;
                case "client_error_status": options.ClientErrorStatus = (int)option.Number; break;
                case "allow_origins": options.AllowOrigins = option.Items.Select(origin => origin.Text); break;
                case "omit_cors_headers": options.OmitCorsHeaders = option.IsTrue; break;
                default: throw new MismatchException("no such option: " + option.Name);
            }
        }

        return options;
    }

    private static Policy PolicyOf(Json given)
    {
        // The user "" of the contract is one whom no token names.
        Policy policy = new Policy { User = "nobody" };
        foreach (Json field in given.Items)
        {
            switch (field.Name)
            {
                case "user": policy.User = field.Text == "" ? "nobody" : field.Text; break;
                case "channels": policy.Channels = field.Items.Select(channel => channel.Text); break;
                case "max_role": policy.MaxRole = (Role)Enum.Parse(typeof(Role), field.Text, true); break;
                case "max_expires_in":
                    policy.MaxExpiresIn = field.IsNull ? (TimeSpan?)null : TimeSpan.FromSeconds(field.Number);
                    break;
                case "allow_app_tokens": policy.AllowAppTokens = field.IsTrue; break;
                case "allow_any_channel": policy.AllowAnyChannel = field.IsTrue; break;
                case "allow_any_user":
                    policy.AllowAnyUser = field.IsTrue;
                    break;
                case "allow_ai_services": policy.AllowAIServices = field.IsTrue; break;
                default: throw new MismatchException("no such field of a policy: " + field.Name);
            }
        }

        return policy;
    }

    private static byte[] BodyOf(Json request)
    {
        Json hex = request.Find("body_hex"), text = request.Find("body");
        if (hex != null)
        {
            return Enumerable.Range(0, hex.Text.Length / 2).Select(i => byte.Parse(
                hex.Text.Substring(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        }

        return text == null ? null : Encoding.UTF8.GetBytes(text.Joined());
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(Json expected)
    {
        Dictionary<string, string> headers = contract["headers"].Items.ToDictionary(h => h.Name, h => h.Text);
        foreach (Json header in expected.Find("headers") == null ? Enumerable.Empty<Json>() : expected["headers"].Items)
        {
            headers[header.Name] = header.Text;
        }

        return headers.Where(header => header.Value != null);
    }

    private static string Sorted(IEnumerable<KeyValuePair<string, string>> headers)
    {
        return string.Join("\n", headers.Select(h => h.Key + ": " + h.Value).OrderBy(line => line, StringComparer.Ordinal));
    }
}

/// <summary>Checks tokens that were issued at a time or in the seconds since.</summary>
internal sealed class Tokens
{
    private readonly Issuer issuer;
    private readonly long askedAt;

    internal Tokens(Issuer issuer, long askedAt)
    {
        this.issuer = issuer;
        this.askedAt = askedAt;
    }

    /// <summary>Holds a JSON value against its description, with tokens where that has <c>$token</c>.</summary>
    internal void Check(Json actual, Json expected)
    {
        Runner.Same(actual.Type, expected.Find("$token") == null ? expected.Type : "string", "type");
        if (expected.Find("$token") != null)
        {
            CheckToken(actual.Text, expected["$token"]);
        }
        else if (expected.Type == "object" || expected.Type == "array")
        {
            List<Json> members = actual.Items.ToList(), described = expected.Items.ToList();
            Runner.Same(
                string.Join(" ", members.Select(m => m.Name)), string.Join(" ", described.Select(m => m.Name)), "members");
            for (int i = 0; i < described.Count; i++)
            {
                Check(members[i], described[i]);
            }
        }
        else
        {
            Runner.Same(actual.Text, expected.Text, "body");
        }
    }

    private void CheckToken(string token, Json expected)
    {
        TokenInfo info = TokenInfo.Parse(token);
        Runner.Same("00" + (int)info.Version, expected["version"].Text, "version");
        Runner.Same(info.AppId, issuer.AppId, "app id");
        CheckLifetime(info, info.ExpiresAt, expected["expires_in"].Number);
        List<Json> described = expected["services"].Items.ToList();
        Runner.Same(
            string.Join(" ", info.Services.Select(service => (int)service.Type)),
            string.Join(" ", described.Select(service => service["type"].Number)), "services");
        for (int i = 0; i < described.Count; i++)
        {
            CheckService(token, info, info.Services[i], described[i]);
        }
    }

    /// <summary>Holds a service against its description, and the token against the questions that it must
    /// answer.</summary>
    private void CheckService(string token, TokenInfo info, Service service, Json expected)
    {
        string channel = expected.TextOr("channel", ""), user = expected.TextOr("user", "");
        if (info.Version == TokenVersion.V007)
        {
            Runner.Same(service.Channel ?? service.RoomUuid ?? "", channel, "channel");
            Runner.Same(service.Account ?? service.UserId ?? service.UserUuid ?? "", user, "user");
            Json role = expected.Find("role");
            Runner.Same((long)(service.Role ?? -1), role == null ? -1 : role.Number, "role");
        }

        Dictionary<string, long> lifetimes = expected["privileges"].Items.ToDictionary(p => p.Name, p => p.Number);
        Runner.Same(
            string.Join(" ", service.Privileges.Select(p => p.Privilege)), string.Join(" ", lifetimes.Keys), "privileges");
        foreach (Granted granted in service.Privileges)
        {
            Runner.That(granted.ExpiresAt != null, "every privilege expires");
            CheckLifetime(info, granted.ExpiresAt.Value, lifetimes[granted.Privilege.ToString()]);
            issuer.Check(token, service.Type, granted.Privilege, channel, user);
            if (user != "")
            {
                Runner.Throws<WrongUserException>(
                    "somebody else", () => issuer.Check(token, service.Type, granted.Privilege, channel, "somebody else"));
            }

            if (channel != "" && channel != "*")
            {
                Runner.Throws<WrongChannelException>(
                    "elsewhere", () => issuer.Check(token, service.Type, granted.Privilege, "elsewhere", user));
            }
        }
    }

    /// <summary>Holds an end against a lifetime; a 006 token does not say when it was issued.</summary>
    private void CheckLifetime(TokenInfo info, DateTimeOffset end, long expected)
    {
        if (info.IssuedAt != null)
        {
            Runner.Same((long)(end - info.IssuedAt.Value).TotalSeconds, expected, "lifetime");
            return;
        }

        long issued = end.ToUnixTimeSeconds() - expected;
        Runner.That(
            issued >= askedAt && issued <= DateTimeOffset.UtcNow.ToUnixTimeSeconds(), "the lifetime is " + expected);
    }
}
