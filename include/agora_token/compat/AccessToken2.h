// AccessToken2.h: 007 tokens of one or more services under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_ACCESS_TOKEN2_H
#define AGORA_TOKEN_COMPAT_ACCESS_TOKEN2_H

#include <map>

#include "agora_token/compat/rules.h"

namespace agora::tools {

class AccessToken2;

/// A service of a token. Those of this header are all that the library writes.
class Service {
public:
    Service(std::uint16_t type) : type_(type)
    {
    }

    virtual ~Service() = default;

    std::uint16_t ServiceType() const
    {
        return type_;
    }

    /// Grants a privilege for so many seconds from the token's issuing; 0 is as long as the token.
    void AddPrivilege(std::uint16_t privilege, std::uint32_t expire)
    {
        privileges_[privilege] = expire;
    }

    virtual std::unique_ptr<Service> Clone() const = 0;

    std::uint16_t type_;
    std::map<std::uint16_t, std::uint32_t> privileges_;

protected:
    Service(const Service &) = default;
    Service &operator=(const Service &) = default;

private:
    friend class AccessToken2;

    /// Has the rules look at it, with the lifetime that they may have something against.
    virtual bool heed(const agora_token::Issuer &, std::chrono::seconds) const
    {
        return true;
    }

    virtual void add_to(agora_token::TokenBuilder &builder) const = 0;

    /// Takes the names that were read.
    virtual void read(const agora_token::ServiceInfo &)
    {
    }
};

namespace detail {

/// A service that is copied as what it is.
template <class Self, std::uint16_t type>
class Of : public Service {
public:
    enum { kServiceType = type };

    Of() : Service(type)
    {
    }

    std::unique_ptr<Service> Clone() const override
    {
        return std::make_unique<Self>(static_cast<const Self &>(*this));
    }
};

/// RTC, Streaming, FCDN. The rules are those of a 006 token too, which is made faster.
template <class Self, std::uint16_t type>
class InChannel : public Of<Self, type> {
public:
    /// For a numeric uid; 0 is any user.
    InChannel(const std::string &channel_name = "", std::uint32_t uid = 0)
        : channel_name_(channel_name), account_(agora_token::compat::detail::account(uid))
    {
    }

    /// For a user account; "" is any user.
    InChannel(const std::string &channel_name, const std::string &account)
        : channel_name_(channel_name), account_(account)
    {
    }

    std::string channel_name_;
    std::string account_;

private:
    bool heed(const agora_token::Issuer &issuer, std::chrono::seconds life) const override
    {
        namespace compat = agora_token::compat::detail;
        return compat::heed(issuer.try_rtc(channel_name_, compat::user(account_), agora_token::Role::subscriber, life,
                                           agora_token::Version::v006));
    }

    void read(const agora_token::ServiceInfo &service) override
    {
        channel_name_ = service.channel;
        account_ = service.account;
    }
};

/// RTM, Chat.
template <class Self, std::uint16_t type>
class OfUser : public Of<Self, type> {
public:
    OfUser(const std::string &user_id = "") : user_id_(user_id)
    {
    }

    std::string user_id_;

protected:
    void read(const agora_token::ServiceInfo &service) override
    {
        user_id_ = service.user_id;
    }
};

} // namespace detail

/// A channel of live voice and video.
class ServiceRtc : public detail::InChannel<ServiceRtc, 1> {
public:
    enum {
        kPrivilegeJoinChannel = 1,
        kPrivilegePublishAudioStream = 2,
        kPrivilegePublishVideoStream = 3,
        kPrivilegePublishDataStream = 4,
    };

    using InChannel::InChannel;

private:
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_rtc(channel_name_, agora_token::User::account(account_));
    }
};

/// Messaging.
class ServiceRtm : public detail::OfUser<ServiceRtm, 2> {
public:
    enum { kPrivilegeLogin = 1 };

    using OfUser::OfUser;

private:
    bool heed(const agora_token::Issuer &issuer, std::chrono::seconds life) const override
    {
        return agora_token::compat::detail::heed(issuer.try_rtm(user_id_, life, agora_token::Version::v006));
    }

    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_rtm(user_id_);
    }
};

/// The push and pull of media.
class ServiceStreaming : public detail::InChannel<ServiceStreaming, 3> {
public:
    enum {
        kPrivilegePublishMixStream = 1,
        kPrivilegePublishRawStream = 2,
    };

    using InChannel::InChannel;

private:
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_streaming(channel_name_, agora_token::User::account(account_));
    }
};

/// Full-path acceleration.
class ServiceFpa : public detail::Of<ServiceFpa, 4> {
public:
    enum { kPrivilegeLogin = 1 };

private:
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_fpa();
    }
};

/// Chat of one user, or of the whole app, for which the user id is "".
class ServiceChat : public detail::OfUser<ServiceChat, 5> {
public:
    enum {
        kPrivilegeUser = 1,
        kPrivilegeApp = 2,
    };

    using OfUser::OfUser;

private:
    bool heed(const agora_token::Issuer &issuer, std::chrono::seconds life) const override
    {
        const bool is_user = privileges_.count(kPrivilegeUser) != 0;
        return agora_token::compat::detail::heed(is_user ? issuer.try_chat_user(user_id_, life)
                                                         : issuer.try_chat_app(life));
    }

    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_chat(user_id_);
    }
};

/// The CDN of live broadcasts.
class ServiceFCdn : public detail::InChannel<ServiceFCdn, 6> {
public:
    enum {
        kPrivilegePublish = 1,
        kPrivilegePlay = 2,
    };

    using InChannel::InChannel;

private:
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_fcdn(channel_name_, agora_token::User::account(account_));
    }
};

/// Flexible Classroom: a user of a room in a role, a user, or the whole app.
class ServiceApaas : public detail::Of<ServiceApaas, 7> {
public:
    enum {
        kPrivilegeRoomUser = 1,
        kPrivilegeUser = 2,
        kPrivilegeApp = 3,
    };

    ServiceApaas(const std::string &room_uuid = "", const std::string &user_uuid = "",
                 std::int16_t role = agora_token::no_role)
        : room_uuid_(room_uuid), user_uuid_(user_uuid), role_(role)
    {
    }

    std::string room_uuid_;
    std::string user_uuid_;
    std::int16_t role_;

private:
    bool heed(const agora_token::Issuer &issuer, std::chrono::seconds life) const override
    {
        namespace compat = agora_token::compat::detail;
        if (privileges_.count(kPrivilegeRoomUser) != 0)
            return compat::heed(
                issuer.try_education_room_user(room_uuid_, user_uuid_, agora_token::no_role, life));
        if (privileges_.count(kPrivilegeUser) != 0)
            return compat::heed(issuer.try_education_user(user_uuid_, life));
        return compat::heed(issuer.try_education_app(life));
    }

    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_apaas(room_uuid_, user_uuid_, role_);
    }

    void read(const agora_token::ServiceInfo &service) override
    {
        room_uuid_ = service.room_uuid;
        user_uuid_ = service.user_uuid;
        role_ = service.role;
    }
};

/// Messaging with a permission for each resource.
class ServiceRtm2 : public detail::OfUser<ServiceRtm2, 8> {
public:
    enum { kPrivilegeLogin = 1 };

    using PermissionsDetail = std::map<std::uint16_t, std::map<std::uint16_t, std::vector<std::string>>>;

    struct Permissions {
        enum {
            kMessageChannels = 0,
            kStreamChannels = 1,
            kGroupChannels = 2,
            kServerGroups = 3,
            kUsers = 4,
        };
        enum {
            kRead = 0,
            kWrite = 1,
        };

        /// Adds or replaces the names of a resource and permission.
        void Add(std::uint16_t resource_type, std::uint16_t permission_type, const std::vector<std::string> &resources)
        {
            details_[resource_type][permission_type] = resources;
        }

        PermissionsDetail details_;
    };

    ServiceRtm2(const std::string &user_id = "") : OfUser(user_id)
    {
    }

    ServiceRtm2(const std::string &user_id, const Permissions &permissions) : OfUser(user_id), permissions_(permissions)
    {
    }

    Permissions permissions_;

private:
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_rtm2(user_id_);
        for (const auto &[resource, permissions] : permissions_.details_)
            for (const auto &[permission, names] : permissions)
                builder.permit(agora_token::Resource{resource}, agora_token::Permission{permission}, names);
    }

    void read(const agora_token::ServiceInfo &service) override
    {
        using agora_token::detail::number;
        OfUser::read(service);
        for (const agora_token::PermissionInfo &info : service.permissions)
            permissions_.Add(static_cast<std::uint16_t>(number(info.resource)),
                             static_cast<std::uint16_t>(number(info.permission)), info.names);
    }
};

/// Conversations with an AI agent: its presence is the grant.
class ServiceConvoAI : public detail::Of<ServiceConvoAI, 9> {
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_convoai();
    }
};

/// Speech to text: its presence is the grant.
class ServiceStt : public detail::Of<ServiceStt, 10> {
    void add_to(agora_token::TokenBuilder &builder) const override
    {
        builder.add_stt();
    }
};

template <class T>
struct ServiceCreator {
    static Service *New()
    {
        return new T();
    }
};

/// What makes the services of a token that is read, by their types.
inline const std::map<std::uint16_t, Service *(*)()> kServiceCreator = {
    {ServiceRtc::kServiceType, ServiceCreator<ServiceRtc>::New},
    {ServiceRtm::kServiceType, ServiceCreator<ServiceRtm>::New},
    {ServiceStreaming::kServiceType, ServiceCreator<ServiceStreaming>::New},
    {ServiceFpa::kServiceType, ServiceCreator<ServiceFpa>::New},
    {ServiceChat::kServiceType, ServiceCreator<ServiceChat>::New},
    {ServiceFCdn::kServiceType, ServiceCreator<ServiceFCdn>::New},
    {ServiceApaas::kServiceType, ServiceCreator<ServiceApaas>::New},
    {ServiceRtm2::kServiceType, ServiceCreator<ServiceRtm2>::New},
    {ServiceConvoAI::kServiceType, ServiceCreator<ServiceConvoAI>::New},
    {ServiceStt::kServiceType, ServiceCreator<ServiceStt>::New},
};

enum TokenStatus {
    kTokenVerifySuccess = 0,
    kTokenVerifyFailed = -1,
    /// No token was read.
    kTokenInvalid = -2,
    /// The App ID or the certificate is none.
    kTokenInvalidInfo = -3,
    /// Never here.
    kTokenThrow = -4,
};

/// A 007 token to be built, or that was read.
class AccessToken2 {
public:
    /// Starts a token.
    ///
    /// - issue_ts: a Unix time in seconds; 0 is now.
    /// - expire: seconds from the issuing.
    AccessToken2(const std::string &app_id = "", const std::string &app_certificate = "", std::uint32_t issue_ts = 0,
                 std::uint32_t expire = 900)
        : issue_ts_(issue_ts != 0 ? issue_ts : agora_token::compat::detail::now()), expire_(expire),
          salt_(agora_token::compat::detail::new_salt()), app_id_(app_id), app_cert_(app_certificate)
    {
    }

    static std::string Version()
    {
        return "007";
    }

    /// Adds a service; several of one type stay.
    void AddService(std::unique_ptr<Service> service)
    {
        const std::uint16_t type = service->ServiceType();
        services_.emplace(type, std::move(service));
    }

    /// Gives the token, or "".
    std::string Build()
    {
        using std::chrono::seconds;
        const agora_token::Result<agora_token::Issuer> issuer = agora_token::Issuer::try_create(app_id_, app_cert_);
        if (!issuer)
            return agora_token::compat::detail::none(issuer.status());
        agora_token::TokenBuilder builder = issuer->builder();
        builder.issued_at(agora_token::Time(seconds(issue_ts_))).expires_in(seconds(expire_)).salt(salt_);
        for (const auto &[type, service] : services_) {
            if (!service->heed(*issuer, longest(*service)))
                return std::string();
            service->add_to(builder);
            for (const auto &[privilege, expire] : service->privileges_)
                builder.grant(agora_token::Privilege{privilege}, seconds(expire));
        }
        return agora_token::compat::detail::built(builder);
    }

    /// Reads a token: false where it is none. A service of a type that the library does not know, and what follows it,
    /// are left out.
    bool FromString(const std::string &token)
    {
        parsed_ = false;
        app_id_.clear();
        services_.clear();
        const agora_token::Result<agora_token::TokenInfo> info = agora_token::try_parse(token);
        if (!info || info->version() != agora_token::Version::v007)
            return false;
        app_id_ = std::string(info->app_id());
        issue_ts_ = static_cast<std::uint32_t>(agora_token_info_issued_at(info->get()));
        expire_ = static_cast<std::uint32_t>(agora_token_info_expires_at(info->get()) - issue_ts_);
        salt_ = info->salt();
        read_services(*info);
        read_ = {token, issue_ts_, salt_};
        parsed_ = true;
        return true;
    }

    /// Whether the token that was read is signed with this certificate; its lifetime is not looked at.
    TokenStatus VerifySignature(const std::string &app_certificate)
    {
        using agora_token::Status;
        app_cert_ = app_certificate;
        if (!parsed_)
            return kTokenInvalid;
        const agora_token::Result<agora_token::Issuer> issuer = agora_token::Issuer::try_create(app_id_, app_cert_);
        if (!issuer)
            return kTokenInvalidInfo;
        if (read_.issue_ts != issue_ts_ || read_.salt != salt_)
            return kTokenVerifyFailed;
        const Status status = issuer->try_verify(read_.token);
        return status == Status::ok || status == Status::expired ? kTokenVerifySuccess : kTokenVerifyFailed;
    }

    /// Whether there is what a token needs: App ID, certificate, a service.
    bool BuildCheck()
    {
        return agora_token::Issuer::try_create(app_id_, app_cert_).has_value() && !services_.empty();
    }

    std::uint32_t issue_ts_;
    std::uint32_t expire_;
    std::uint32_t salt_;

    std::string app_id_;
    std::string app_cert_;
    bool parsed_ = false;

    std::multimap<std::uint16_t, std::unique_ptr<Service>> services_;

private:
    /// What was read, with the numbers that its signature is made with.
    struct Read {
        std::string token;
        std::uint32_t issue_ts = 0, salt = 0;
    };

    /// The lifetime that a rule may have something against: one that is 0, or the longest.
    std::chrono::seconds longest(const Service &service) const
    {
        std::uint32_t life = expire_;
        if (life != 0)
            for (const auto &[privilege, expire] : service.privileges_)
                life = std::max(life, expire);
        return std::chrono::seconds(life);
    }

    void read_services(const agora_token::TokenInfo &info)
    {
        std::size_t index = 0;
        for (const agora_token::ServiceInfo &info_of : info.services()) {
            const auto type = static_cast<std::uint16_t>(info_of.type);
            std::unique_ptr<Service> service(kServiceCreator.at(type)());
            service->read(info_of);
            // As it stands in the token, where 0 is as long as the token.
            for (std::size_t i = 0; i < info_of.privileges.size(); ++i)
                service->AddPrivilege(static_cast<std::uint16_t>(info_of.privileges[i].privilege),
                                      agora_token_info_privilege_time(info.get(), index, i));
            AddService(std::move(service));
            ++index;
        }
    }

    Read read_;
};

} // namespace agora::tools

namespace agora_token::compat::detail {

/// A token of these services.
template <class... Services>
std::string token_of(const std::string &app_id, const std::string &app_certificate, std::uint32_t expire,
                     Services... services)
{
    agora::tools::AccessToken2 token(app_id, app_certificate, 0, expire);
    (token.AddService(std::move(services)), ...);
    return token.Build();
}

/// A service with one privilege.
template <class Service>
std::unique_ptr<Service> granted(std::unique_ptr<Service> service, std::uint16_t privilege, std::uint32_t expire)
{
    service->AddPrivilege(privilege, expire);
    return service;
}

/// RTM with its login.
inline std::unique_ptr<agora::tools::ServiceRtm> rtm(const std::string &user_id, std::uint32_t expire)
{
    using agora::tools::ServiceRtm;
    return granted(std::make_unique<ServiceRtm>(user_id), ServiceRtm::kPrivilegeLogin, expire);
}

} // namespace agora_token::compat::detail

#endif // AGORA_TOKEN_COMPAT_ACCESS_TOKEN2_H
