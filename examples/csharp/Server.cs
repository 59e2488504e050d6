// The token server under .NET's own HttpListener.
//
// APP_ID and APP_CERTIFICATE are required; PORT (8080), TOKEN_VERSION (006) and CLIENT_ERROR_STATUS (500) are not.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Agora.Token;

internal static class Server
{
    /// <summary>Of a body that is too large, so much is read all the same: many a client sends to the end before it
    /// reads the answer, and never sees one if the connection is closed under it.</summary>
    private const int MaxDrained = 16 * 1024 * 1024;

    private static void Main()
    {
        using (Issuer issuer = new Issuer(Setting("APP_ID", ""), Setting("APP_CERTIFICATE", "")))
        using (Endpoint endpoint = new Endpoint(issuer, new EndpointOptions
        {
            Version = (TokenVersion)int.Parse(Setting("TOKEN_VERSION", "006"), CultureInfo.InvariantCulture),
            ClientErrorStatus = int.Parse(Setting("CLIENT_ERROR_STATUS", "500"), CultureInfo.InvariantCulture),
        }))
        {
            int port = int.Parse(Setting("PORT", "8080"), CultureInfo.InvariantCulture);
            HttpListener listener = Listen(port == 0 ? FreePort() : port);

            // This server is open, as the article's is: whoever reaches it can have any token of the app. To give tokens
            // to your own users alone, pass a function that knows them in place of null:
            //
            // request =>
            // {
            //     Session session = Sessions.Of(request.Header("Authorization"));
            //     if (session == null)
            //     {
            //         throw new RefusedException(401, "log in first", "Bearer");
            //     }
            //     return new Policy { User = session.UserId, Channels = session.Rooms, MaxRole = Role.Publisher };
            // }
            //
            // What a policy does not say is refused: agents (ConvoAI) and transcription (STT), which run on your bill,
            // want AllowAIServices = true in it.
            while (true)
            {
                HttpListenerContext context = listener.GetContext();
                ThreadPool.QueueUserWorkItem(_ => Serve(endpoint, null, context));
            }
        }
    }

    private static string Setting(string name, string otherwise)
    {
        string value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? otherwise : value;
    }

    private static HttpListener Listen(int port)
    {
        HttpListener listener = new HttpListener();
        listener.Prefixes.Add("http://*:" + port.ToString(CultureInfo.InvariantCulture) + "/");
        listener.Start();
        Console.WriteLine("Listening on port: " + port.ToString(CultureInfo.InvariantCulture));
        return listener;
    }

    /// <summary>HttpListener takes no port 0.</summary>
    private static int FreePort()
    {
        TcpListener any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        int port = ((IPEndPoint)any.LocalEndpoint).Port;
        any.Stop();
        return port;
    }

    private static void Serve(Endpoint endpoint, Func<EndpointRequest, Policy> authorize, HttpListenerContext context)
    {
        try
        {
            HttpListenerRequest request = context.Request;
            EndpointRequest asked = new EndpointRequest(
                request.HttpMethod, request.RawUrl, name => request.Headers[name], Body(request));
            Send(context.Response, endpoint.Answer(asked, authorize), request.HttpMethod == "HEAD");
        }
        catch (Exception error) when (error is IOException || error is HttpListenerException)
        {
            // The client is gone.
            context.Response.Abort();
        }
        catch (Exception error)
        {
            // A policy that is none, or an authorize function that failed: no message shows the certificate.
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    private static byte[] Body(HttpListenerRequest request)
    {
        if (!request.HasEntityBody)
        {
            return new byte[0];
        }

        // One byte more than the endpoint reads, so that it sees that the body is too large.
        MemoryStream kept = new MemoryStream();
        byte[] chunk = new byte[8192];
        int total = 0, read;
        while (total < MaxDrained && (read = request.InputStream.Read(chunk, 0, chunk.Length)) > 0)
        {
            total += read;
            kept.Write(chunk, 0, Math.Min(read, Limits.MaxBody + 1 - (int)kept.Length));
        }

        return kept.ToArray();
    }

    private static void Send(HttpListenerResponse to, EndpointResponse response, bool isHead)
    {
        to.StatusCode = response.Status;
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            if (header.Key == "Content-Type")
            {
                to.ContentType = header.Value;
            }
            else
            {
                to.AddHeader(header.Key, header.Value);
            }
        }

        if (response.Status == 204)
        {
            to.Close();
            return;
        }

        to.ContentLength64 = response.Body.Length;
        if (isHead)
        {
            to.Close();
            return;
        }

        to.OutputStream.Write(response.Body, 0, response.Body.Length);
        to.Close();
    }
}
