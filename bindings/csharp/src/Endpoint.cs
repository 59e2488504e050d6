using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Agora.Token
{
    /// <summary>How an endpoint answers where the servers in the field differ.</summary>
    public sealed class EndpointOptions
    {
        /// <summary>The version of the tokens that GET answers: 006 unless set. <c>?version=007</c> or
        /// <c>?version=006</c> in a request goes before it, and a policy that limits the user or the channels makes it
        /// 007.</summary>
        public TokenVersion Version { get; set; } = TokenVersion.V006;

        /// <summary>The HTTP status of a mistake in a GET: 500 as the article's server unless set, or 400.</summary>
        public int ClientErrorStatus { get; set; } = 500;

        /// <summary>The origins that browsers may ask from, such as <c>https://example.com</c>; none is every
        /// origin.</summary>
        public IEnumerable<string> AllowOrigins { get; set; } = new string[0];

        /// <summary>True leaves out every header of CORS, for a host that writes its own.</summary>
        public bool OmitCorsHeaders { get; set; }
    }

    /// <summary>An HTTP request, as its host got it.</summary>
    public sealed class EndpointRequest
    {
        private readonly Func<string, string> header;

        /// <summary>Takes what the host got.</summary>
        /// <param name="method">The method, such as <c>GET</c>.</param>
        /// <param name="target">Path and query as they came, not decoded, from where the endpoint is mounted.</param>
        /// <param name="header">Gives a header by its name in any case, or null where there is none.</param>
        /// <param name="body">The body; null is none.</param>
        /// <exception cref="ArgumentNullException">Something else than the body is null.</exception>
        public EndpointRequest(
            string method, string target, Func<string, string> header, [AllowNull] byte[] body = null)
        {
            if (header == null)
            {
                throw new ArgumentNullException(nameof(header));
            }

            Method = method ?? throw new ArgumentNullException(nameof(method));
            Target = target ?? throw new ArgumentNullException(nameof(target));
            Body = body ?? new byte[0];
            this.header = header;
        }

        /// <summary>The method.</summary>
        public string Method { get; }

        /// <summary>Path and query.</summary>
        public string Target { get; }

        /// <summary>The body.</summary>
        public byte[] Body { get; }

        /// <summary>A header such as <c>Authorization</c>, in any case; "" where there is none.</summary>
        /// <param name="name">Its name.</param>
        public string Header(string name)
        {
            return header(name) ?? "";
        }
    }

    /// <summary>An HTTP response. Content-Length and Date are for the host to add.</summary>
    public sealed class EndpointResponse
    {
        internal EndpointResponse(int status, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body)
        {
            Status = status;
            Headers = headers;
            Body = body;
        }

        /// <summary>The status, such as 200.</summary>
        public int Status { get; }

        /// <summary>The headers.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

        /// <summary>The body: JSON, or empty.</summary>
        public byte[] Body { get; }
    }

    /// <summary>How an <c>authorize</c> function turns a request away.</summary>
    /// <example><code>
    /// throw new RefusedException(401, "log in first", "Bearer");
    /// </code></example>
    public sealed class RefusedException : Exception
    {
        /// <summary>Says what the sender reads.</summary>
        /// <param name="status">The HTTP status, from 400 to 599.</param>
        /// <param name="message">What is wrong and what would be right; the sender reads it as {"error":"…"}.</param>
        /// <param name="challenge">The WWW-Authenticate header that a 401 needs, such as <c>Bearer</c>.</param>
        public RefusedException(int status, string message, [AllowNull] string challenge = null) : base(message)
        {
            Status = status;
            Challenge = challenge;
        }

        /// <summary>The HTTP status.</summary>
        public int Status { get; }

        /// <summary>The WWW-Authenticate header, or null.</summary>
        [MaybeNull]
        public string Challenge { get; }
    }

    /// <summary>The token server without the sockets: it answers the requests of Agora's token server article and of
    /// the servers that are built like it. Any number of threads may share one.</summary>
    /// <remarks><code>
    /// GET  /rtc/{channel}/{role}/{tokentype}/{uid}?expiry=             {"rtcToken":"…"}
    /// GET  /rtm/{uid}?expiry=                                          {"rtmToken":"…"}
    /// GET  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]?expiry=  {"rtcToken":"…","rtmToken":"…"}
    /// GET  /chat/app?expiry=  and  /chat/account/{chatid}?expiry=      {"chatToken":"…"}
    /// GET  /ping                                                       {"message":"pong"}
    /// POST /getToken  and  /token/getNew                               {"token":"…"}
    /// POST /token/generate                                             {"code":0,…,"data":{"token":"…"}}
    /// </code></remarks>
    public sealed class Endpoint : IDisposable
    {
        private readonly Handle handle;

        /// <summary>Makes an endpoint.</summary>
        /// <param name="issuer">Who signs; it may be disposed first.</param>
        /// <param name="options">How it answers; null is as the article's server does.</param>
        /// <exception cref="BadVersionException">The version is neither 006 nor 007.</exception>
        /// <exception cref="OutOfRangeException">The status is neither 400 nor 500, or an origin is not made of visible
        /// ASCII characters.</exception>
        public unsafe Endpoint(Issuer issuer, [AllowNull] EndpointOptions options = null)
        {
            if (issuer == null)
            {
                throw new ArgumentNullException(nameof(issuer));
            }

            options = options ?? new EndpointOptions();
            using (Call call = Call.Start(issuer.Handle))
            {
                Native.EndpointOptions native = default(Native.EndpointOptions);
                native.Size = (UIntPtr)sizeof(Native.EndpointOptions);
                native.Version = (uint)options.Version;
                native.ClientErrorStatus = (uint)options.ClientErrorStatus;
                native.AllowOrigins =
                    call.In(options.AllowOrigins, nameof(options.AllowOrigins), out native.AllowOriginCount);
                native.OmitCorsHeaders = Policy.Switch(options.OmitCorsHeaders);
                IntPtr made;
                AgoraTokenException.ThrowFor(Native.EndpointNew(call.Handle, &native, &made));
                handle = new Handle(made, Native.EndpointFree, nameof(Endpoint));
            }
        }

        /// <summary>Answers a request after asking who its sender is.</summary>
        /// <param name="request">The request.</param>
        /// <param name="authorize">Looks at the request in the host's own way and says what its sender may be given: a
        /// <see cref="Policy"/>. Null from it is 403 Forbidden, so that a function which forgets to answer opens
        /// nothing; a <see cref="RefusedException"/> is another answer. An OPTIONS request is answered without it,
        /// since browsers send their preflights without credentials. A null function opens the endpoint: whoever
        /// reaches it can have any token of the app.</param>
        /// <exception cref="ArgumentNullException">The request is null.</exception>
        /// <exception cref="AgoraTokenException">The policy is not one: see <see cref="Handle"/>.</exception>
        public EndpointResponse Answer(
            EndpointRequest request, [AllowNull] Func<EndpointRequest, Policy> authorize)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }

            string origin = request.Header("Origin");
            if (authorize == null || request.Method == "OPTIONS")
            {
                return Handle(request.Method, request.Target, null, origin, request.Body);
            }

            try
            {
                Policy policy = authorize(request);
                return policy == null
                    ? Error(403, "Forbidden", origin)
                    : Handle(request.Method, request.Target, policy, origin, request.Body);
            }
            catch (RefusedException refused)
            {
                return Refuse(refused, origin);
            }
        }

        /// <summary>Answers a request. A mistake in it is a response too; the exceptions speak of the host's own
        /// mistakes.</summary>
        /// <param name="method">The method, such as <c>GET</c>.</param>
        /// <param name="target">Path and query as they came, not decoded.</param>
        /// <param name="policy">What the sender may be given. Null is everything: whoever reaches an open endpoint can
        /// have any token of the app.</param>
        /// <param name="origin">The Origin header, or "".</param>
        /// <param name="body">The body; null is none.</param>
        /// <exception cref="BadAccountException">The policy has neither a user nor
        /// <see cref="Policy.AllowAnyUser"/>.</exception>
        /// <exception cref="BadRoleException">The policy's role is neither.</exception>
        /// <exception cref="BadExpiryException">The policy's lifetime is not in whole seconds.</exception>
        /// <exception cref="OutOfRangeException">The policy's lifetime is below a second.</exception>
        public unsafe EndpointResponse Handle(
            string method, string target, [AllowNull] Policy policy, string origin = "", [AllowNull] byte[] body = null)
        {
            using (Call call = Call.Start(handle))
            {
                Native.Request request = default(Native.Request);
                request.Size = (UIntPtr)sizeof(Native.Request);
                request.Method = call.In(method, nameof(method));
                request.Target = call.In(target, nameof(target));
                request.Origin = call.In(origin, nameof(origin));
                request.Body = call.In(body ?? new byte[0]);
                Native.Policy limits;
                if (policy != null)
                {
                    policy.Write(call, out limits);
                    request.Policy = &limits;
                }

                IntPtr made;
                AgoraTokenException.ThrowFor(Native.EndpointHandle(call.Handle, &request, &made));
                return Copy(made);
            }
        }

        /// <summary>Gives an answer of the host's own in the endpoint's form, with its headers and the body
        /// {"error":"…"}.</summary>
        /// <param name="status">The HTTP status, from 400 to 599.</param>
        /// <param name="text">What is wrong and what would be right.</param>
        /// <param name="origin">The request's Origin header, or "".</param>
        /// <exception cref="OutOfRangeException">The HTTP status is another.</exception>
        public unsafe EndpointResponse Error(int status, string text, string origin = "")
        {
            using (Call call = Call.Start(handle))
            {
                IntPtr made;
                AgoraTokenException.ThrowFor(Native.EndpointError(
                    call.Handle, (uint)status, call.In(text, nameof(text)), call.In(origin, nameof(origin)), &made));
                return Copy(made);
            }
        }

        /// <summary>Gives the native object back; calls that other threads are in go on. Every later call throws
        /// <see cref="ObjectDisposedException"/>.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private EndpointResponse Refuse(RefusedException refused, string origin)
        {
            EndpointResponse response = Error(refused.Status, refused.Message, origin);
            if (refused.Challenge == null)
            {
                return response;
            }

            List<KeyValuePair<string, string>> headers = new List<KeyValuePair<string, string>>(response.Headers);
            headers.Add(new KeyValuePair<string, string>("WWW-Authenticate", refused.Challenge));
            return new EndpointResponse(response.Status, headers.AsReadOnly(), response.Body);
        }

        private static EndpointResponse Copy(IntPtr response)
        {
            try
            {
                int count = (int)Native.ResponseHeaderCount(response);
                KeyValuePair<string, string>[] headers = new KeyValuePair<string, string>[count];
                for (int i = 0; i < count; i++)
                {
                    headers[i] = new KeyValuePair<string, string>(
                        Lent.Text(Native.ResponseHeaderName(response, (UIntPtr)i)),
                        Lent.Text(Native.ResponseHeaderValue(response, (UIntPtr)i)));
                }

                return new EndpointResponse(
                    (int)Native.ResponseStatus(response), Array.AsReadOnly(headers),
                    Lent.Bytes(Native.ResponseBody(response)));
            }
            finally
            {
                Native.ResponseFree(response);
            }
        }
    }
}
