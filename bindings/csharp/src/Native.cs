// Written by abi/languages/csharp.py from abi/agora_token.json (make abi): do not edit it.

using System;
using System.Runtime.InteropServices;

namespace Agora.Token
{
    /// <summary>The C ABI. Nothing is converted on the way: each argument is what C takes.</summary>
    internal static unsafe class Native
    {
        private const string Library = "agora_token";

        /// <summary>A name that a service in a token can have.</summary>
        internal enum Field
        {
            /// <summary>The channel name; "*" is every channel.</summary>
            Channel = 1,

            /// <summary>The decimal digits of a numeric uid, or the user account; "" is any user.</summary>
            Account = 2,

            /// <summary>The user id; "" in a Chat app token.</summary>
            UserId = 3,

            /// <summary>The room uuid.</summary>
            RoomUuid = 4,

            /// <summary>The user uuid.</summary>
            UserUuid = 5,
        }

        /// <summary>agora_token_str.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal unsafe struct Str
        {
            internal byte* Data;
            internal UIntPtr Len;
        }

        /// <summary>agora_token_endpoint_options.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal unsafe struct EndpointOptions
        {
            internal UIntPtr Size;
            internal uint Version;
            internal uint ClientErrorStatus;
            internal Str* AllowOrigins;
            internal UIntPtr AllowOriginCount;
            internal uint OmitCorsHeaders;
        }

        /// <summary>agora_token_policy.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal unsafe struct Policy
        {
            internal UIntPtr Size;
            internal Str User;
            internal Str* Channels;
            internal UIntPtr ChannelCount;
            internal uint MaxRole;
            internal uint MaxExpiresIn;
            internal uint AllowAppTokens;
            internal uint AllowAnyChannel;
            internal uint AllowAnyUser;
            internal uint Reserved;
            internal uint AllowAiServices;
        }

        /// <summary>agora_token_request.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal unsafe struct Request
        {
            internal UIntPtr Size;
            internal Str Method;
            internal Str Target;
            internal Str Origin;
            internal Str Body;
            internal Policy* Policy;
        }

        [DllImport(Library, EntryPoint = "agora_token_library_version", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern byte* LibraryVersion();

        [DllImport(Library, EntryPoint = "agora_token_library_version_number", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint LibraryVersionNumber();

        [DllImport(Library, EntryPoint = "agora_token_status_message", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern byte* StatusMessage(int status);

        [DllImport(Library, EntryPoint = "agora_token_status_name", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern byte* StatusName(int status);

        [DllImport(Library, EntryPoint = "agora_token_issuer_new", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int IssuerNew(Str appId, Str appCertificate, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_issuer_free", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern void IssuerFree(IntPtr issuer);

        [DllImport(Library, EntryPoint = "agora_token_rtc_uid", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int RtcUid(IntPtr issuer, uint version, Str channel, uint uid, uint role, uint expiresIn,
                                          byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_rtc_account", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int RtcAccount(IntPtr issuer, uint version, Str channel, Str account, uint role,
                                              uint expiresIn, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_rtm", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Rtm(IntPtr issuer, uint version, Str userId, uint expiresIn, byte* output,
                                       UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_rtc_rtm", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int RtcRtm(IntPtr issuer, Str channel, Str account, uint role, uint expiresIn,
                                          byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_convoai", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Convoai(IntPtr issuer, Str channel, Str account, uint role, uint expiresIn,
                                           byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_stt", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Stt(IntPtr issuer, Str channel, Str account, uint role, uint expiresIn, byte* output,
                                       UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_chat_user", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int ChatUser(IntPtr issuer, Str userId, uint expiresIn, byte* output, UIntPtr capacity,
                                            UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_chat_app", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int ChatApp(IntPtr issuer, uint expiresIn, byte* output, UIntPtr capacity,
                                           UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_education_room_user", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EducationRoomUser(IntPtr issuer, Str roomUuid, Str userUuid, short role,
                                                     uint expiresIn, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_education_user", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EducationUser(IntPtr issuer, Str userUuid, uint expiresIn, byte* output,
                                                 UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_education_app", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EducationApp(IntPtr issuer, uint expiresIn, byte* output, UIntPtr capacity,
                                                UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_fpa", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Fpa(IntPtr issuer, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_builder_new", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderNew(IntPtr issuer, uint version, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_builder_set_issued_at", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderSetIssuedAt(IntPtr builder, uint unixSeconds);

        [DllImport(Library, EntryPoint = "agora_token_builder_set_salt", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderSetSalt(IntPtr builder, uint salt);

        [DllImport(Library, EntryPoint = "agora_token_builder_set_expires_in", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderSetExpiresIn(IntPtr builder, uint seconds);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_rtc", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddRtc(IntPtr builder, Str channel, Str account);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_rtm", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddRtm(IntPtr builder, Str userId);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_streaming", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddStreaming(IntPtr builder, Str channel, Str account);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_fpa", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddFpa(IntPtr builder);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_chat", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddChat(IntPtr builder, Str userId);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_fcdn", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddFcdn(IntPtr builder, Str channel, Str account);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_apaas", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddApaas(IntPtr builder, Str roomUuid, Str userUuid, short role);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_rtm2", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddRtm2(IntPtr builder, Str userId);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_convoai", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddConvoai(IntPtr builder);

        [DllImport(Library, EntryPoint = "agora_token_builder_add_stt", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderAddStt(IntPtr builder);

        [DllImport(Library, EntryPoint = "agora_token_builder_grant", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderGrant(IntPtr builder, uint privilege, uint expiresIn);

        [DllImport(Library, EntryPoint = "agora_token_builder_permit", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderPermit(IntPtr builder, uint resource, uint permission, Str* names,
                                                 UIntPtr count);

        [DllImport(Library, EntryPoint = "agora_token_builder_build", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int BuilderBuild(IntPtr builder, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_builder_free", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern void BuilderFree(IntPtr builder);

        [DllImport(Library, EntryPoint = "agora_token_parse", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Parse(Str token, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_info_free", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern void InfoFree(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_json", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int InfoJson(IntPtr info, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_info_version", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoVersion(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_app_id", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str InfoAppId(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_issued_at", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern ulong InfoIssuedAt(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_expires_at", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern ulong InfoExpiresAt(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_cut_at", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern ulong InfoCutAt(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_salt", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoSalt(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_channel_crc", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoChannelCrc(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_user_crc", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoUserCrc(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_service_count", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr InfoServiceCount(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_service_type", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoServiceType(IntPtr info, UIntPtr service);

        [DllImport(Library, EntryPoint = "agora_token_info_unknown_service", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int InfoUnknownService(IntPtr info);

        [DllImport(Library, EntryPoint = "agora_token_info_field", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str InfoField(IntPtr info, UIntPtr service, uint field);

        [DllImport(Library, EntryPoint = "agora_token_info_role", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern short InfoRole(IntPtr info, UIntPtr service);

        [DllImport(Library, EntryPoint = "agora_token_info_privilege_count", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr InfoPrivilegeCount(IntPtr info, UIntPtr service);

        [DllImport(Library, EntryPoint = "agora_token_info_privilege", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoPrivilege(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_privilege_expires_at", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern ulong InfoPrivilegeExpiresAt(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_privilege_time", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoPrivilegeTime(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_permission_count", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr InfoPermissionCount(IntPtr info, UIntPtr service);

        [DllImport(Library, EntryPoint = "agora_token_info_permission_resource", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoPermissionResource(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_permission", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint InfoPermission(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_permission_name_count", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr InfoPermissionNameCount(IntPtr info, UIntPtr service, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_info_permission_name", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str InfoPermissionName(IntPtr info, UIntPtr service, UIntPtr index, UIntPtr name);

        [DllImport(Library, EntryPoint = "agora_token_verify", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Verify(IntPtr issuer, Str token, ulong now);

        [DllImport(Library, EntryPoint = "agora_token_check", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Check(IntPtr issuer, Str token, uint service, Str channel, Str user, uint privilege,
                                         ulong now);

        [DllImport(Library, EntryPoint = "agora_token_check_rtc_uid", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int CheckRtcUid(IntPtr issuer, Str token, Str channel, uint uid, uint privilege,
                                               ulong now);

        [DllImport(Library, EntryPoint = "agora_token_check_rtc_account", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int CheckRtcAccount(IntPtr issuer, Str token, Str channel, Str account, uint privilege,
                                                   ulong now);

        [DllImport(Library, EntryPoint = "agora_token_check_rtm", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int CheckRtm(IntPtr issuer, Str token, Str userId, ulong now);

        [DllImport(Library, EntryPoint = "agora_token_explain", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int Explain(IntPtr issuer, Str token, uint service, Str channel, Str user,
                                           uint privilege, ulong now, byte* output, UIntPtr capacity, UIntPtr* outLen);

        [DllImport(Library, EntryPoint = "agora_token_endpoint_new", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EndpointNew(IntPtr issuer, EndpointOptions* options, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_endpoint_handle", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EndpointHandle(IntPtr endpoint, Request* request, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_endpoint_error", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern int EndpointError(IntPtr endpoint, uint status, Str text, Str origin, IntPtr* output);

        [DllImport(Library, EntryPoint = "agora_token_endpoint_free", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern void EndpointFree(IntPtr endpoint);

        [DllImport(Library, EntryPoint = "agora_token_response_status", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint ResponseStatus(IntPtr response);

        [DllImport(Library, EntryPoint = "agora_token_response_body", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str ResponseBody(IntPtr response);

        [DllImport(Library, EntryPoint = "agora_token_response_header_count", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr ResponseHeaderCount(IntPtr response);

        [DllImport(Library, EntryPoint = "agora_token_response_header_name", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str ResponseHeaderName(IntPtr response, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_response_header_value", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern Str ResponseHeaderValue(IntPtr response, UIntPtr index);

        [DllImport(Library, EntryPoint = "agora_token_response_free", ExactSpelling = true,
            CallingConvention = CallingConvention.Cdecl)]
        internal static extern void ResponseFree(IntPtr response);
    }
}
