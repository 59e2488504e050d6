using System;
using System.Linq;
using Agora.Token;

/// <summary>Why a token is not good: the table of all languages, and what the exceptions of failed checks carry of
/// it.</summary>
internal static class Explanations
{
    internal static void Run()
    {
        Json table = Json.File("explain.json");
        using (Issuer issuer = new Issuer(table["app_id"].Text, table["app_certificate"].Text))
        {
            Runner.Test("there are rows", () => Runner.That(table["rows"].Items.Count() > 30, "there are over 30"));
            foreach (Json row in table["rows"].Items)
            {
                string name = row["name"].Text;
                Runner.Test("an explanation says what it says in every language: " + name, () => Says(issuer, row));
                Runner.Test("a failed check carries the two values: " + name, () => Carries(issuer, row));
            }

            foreach (Json row in table["refused"].Items)
            {
                Runner.Test("a question that cannot be asked is refused: " + row["name"].Text, () => Refuses(issuer, row));
            }
        }
    }

    private static void Says(Issuer issuer, Json row)
    {
        Explanation why = issuer.Explain(
            row["token"].Text, ServiceOf(row), PrivilegeOf(row), row["channel"].Text, row["user"].Text, Now(row));
        Json expected = row["expected"];
        Runner.Same(why.Good, expected["good"].IsTrue, "good");
        Runner.Same((long)why.Status, expected["status"].Number, "status");
        Runner.Same(why.Name, expected["name"].Text, "name");
        Runner.Same(why.Reason, expected["reason"].Text, "reason");
        Runner.Same(why.Found, expected["found"].Text, "found");
        Runner.Same(why.Asked, expected["asked"].Text, "asked");
        Runner.Same(why.Advice, expected["advice"].Text, "advice");
        Runner.Same((long?)why.SdkError, NumberOf(expected, "sdk_error"), "the SDK's error");
        Runner.Same(Seconds(why.ExpiresAt), NumberOf(expected, "expires_at"), "end");
        Runner.Same(Seconds(why.CutAt), NumberOf(expected, "cut_at"), "cut");
        Runner.Same(Seconds(why.Now), NumberOf(expected, "now"), "now");
    }

    private static void Carries(Issuer issuer, Json row)
    {
        Json expected = row["expected"];
        AgoraTokenException error = null;
        try
        {
            Ask(issuer, row);
        }
        catch (AgoraTokenException thrown)
        {
            error = thrown;
        }

        if (error == null)
        {
            // It is good, or Agora has cut it, which a check does not know.
            Runner.That(
                expected["good"].IsTrue
                || (expected["name"].Text == "EXPIRED" && row["now"].Number >= expected["cut_at"].Number),
                "the check throws");
            return;
        }

        Runner.Same((long)error.Status, expected["status"].Number, "status");
        Runner.Same(error.GetType().Name, error.Status + "Exception", "type");
        Runner.Same(error.Found, expected["found"].Text, "found");
        Runner.Same(error.Asked, expected["asked"].Text, "asked");
    }

    private static void Ask(Issuer issuer, Json row)
    {
        ServiceType? service = ServiceOf(row);
        if (service == null)
        {
            issuer.Verify(row["token"].Text, Now(row));
        }
        else
        {
            issuer.Check(
                row["token"].Text, service.Value, PrivilegeOf(row), row["channel"].Text, row["user"].Text, Now(row));
        }
    }

    private static void Refuses(Issuer issuer, Json row)
    {
        try
        {
            issuer.Explain("x", ServiceOf(row), PrivilegeOf(row), row["channel"].Text, row["user"].Text);
        }
        catch (AgoraTokenException error)
        {
            Runner.Same((long)error.Status, row["status"].Number, "status");
            Runner.That(error.Found == null && error.Asked == null, "there are no values");
            return;
        }

        throw new MismatchException("it was not refused");
    }

    private static ServiceType? ServiceOf(Json row)
    {
        long service = row["service"].Number;
        return service == 0 ? (ServiceType?)null : (ServiceType)service;
    }

    private static Privilege PrivilegeOf(Json row)
    {
        return new Privilege((int)row["privilege"].Number);
    }

    private static DateTimeOffset Now(Json row)
    {
        return DateTimeOffset.FromUnixTimeSeconds(row["now"].Number);
    }

    private static long? NumberOf(Json expected, string name)
    {
        return expected[name].IsNull ? (long?)null : expected[name].Number;
    }

    private static long? Seconds(DateTimeOffset? time)
    {
        return time == null ? (long?)null : time.Value.ToUnixTimeSeconds();
    }
}
