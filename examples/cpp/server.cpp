/*
 * Agora's token server on Boost.Beast: all of it is the endpoint, mounted in a server of the host's own.
 *
 *     APP_ID=... APP_CERTIFICATE=... server
 *
 * More settings: PORT (8080; 0 is a free one), TOKEN_VERSION (006 or 007), CLIENT_ERROR_STATUS (500 or 400).
 */
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include "agora_token.hpp"

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using agora_token::Endpoint;
using beast::error_code;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t max_headers = 16 * 1024;

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

// Whether something came that is not HTTP, rather than nothing or an error of the connection.
bool is_bad_http(error_code error)
{
    const error_code of_http = http::error::bad_method;
    return error.category() == of_http.category() && error != http::error::end_of_stream &&
           error != http::error::partial_message;
}

std::string http_date()
{
    char date[32];
    const std::time_t now = std::time(nullptr);
    std::tm utc;
    gmtime_r(&now, &utc);
    return {date, std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

// One connection. Each step starts the next one; where none does, the last reference goes and the connection closes.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(const Endpoint &endpoint, net::ip::tcp::socket socket) : endpoint_(endpoint), stream_(std::move(socket))
    {
    }

    void read_headers()
    {
        parser_.emplace();
        parser_->header_limit(AGORA_TOKEN_MAX_TARGET + max_headers);
        parser_->body_limit((std::numeric_limits<std::uint64_t>::max)());
        body_.clear();
        stream_.expires_after(10s);
        http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->go_on_to_body();
            else if (error == http::error::header_limit)
                self->answer_cut_request();
            else if (is_bad_http(error))
                self->send(self->endpoint_.error(400, "the request is not HTTP", ""), false);
        });
    }

private:
    void go_on_to_body()
    {
        if (!beast::iequals(parser_->get()[http::field::expect], "100-continue"))
            return read_body();
        http::async_write(stream_, go_on_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->read_body();
        });
    }

    // Reads the body to its end and keeps one byte more than the endpoint reads, which says itself what is too large.
    void read_body()
    {
        if (parser_->is_done())
            return answer();
        parser_->get().body() = {part_.data(), part_.size(), true};
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error && error != http::error::need_buffer)
                return;
            const std::size_t size = self->part_.size() - self->parser_->get().body().size;
            self->body_.append(self->part_.data(), (std::min)(size, AGORA_TOKEN_MAX_BODY + 1 - self->body_.size()));
            self->read_body();
        });
    }

    void answer()
    {
        const auto &came = parser_->get();
        agora_token::Request request;
        request.method = view(came.method_string());
        request.target = view(came.target());
        request.origin = view(came[http::field::origin]);
        request.body = body_;
        // Open, as the article's server: whoever reaches it can have any token of the app. With a login of your own:
        //
        //     const std::optional<Login> login = find_login(came[http::field::cookie]);
        //     if (!login)
        //         return send(endpoint_.error(401, "log in first", request.origin), came.keep_alive());
        //     agora_token::Policy policy;
        //     policy.user = login->user_id;
        //     policy.channels = {"room-*"};
        //     policy.max_role = agora_token::Role::publisher;
        //     request.policy = &policy;
        send(endpoint_.handle(request), came.keep_alive());
    }

    // What is too large for the parser: the headers, or the first line alone, of which nothing is parsed then.
    void answer_cut_request()
    {
        if (!parser_->get().target().empty())
            return send(endpoint_.error(431, "the headers are too large", ""), false);
        const std::string line = beast::buffers_to_string(buffer_.data());
        const std::size_t space = line.find(' ');
        if (space == line.npos)
            return send(endpoint_.error(400, "the request is not HTTP", ""), false);
        agora_token::Request request;
        request.method = std::string_view(line).substr(0, space);
        request.target = std::string_view(line).substr(space + 1, AGORA_TOKEN_MAX_TARGET + 1);
        send(endpoint_.handle(request), false);
    }

    void send(const agora_token::Response &from, bool keep_alive)
    {
        response_ = {};
        response_.result(from.status());
        for (const agora_token::Header &header : from.headers())
            response_.insert(beast::string_view(header.name.data(), header.name.size()),
                             beast::string_view(header.value.data(), header.value.size()));
        response_.set(http::field::date, http_date());
        response_.body() = from.body();
        response_.keep_alive(keep_alive);
        if (response_.result() != http::status::no_content && parser_->get().method() != http::verb::head)
            response_.content_length(response_.body().size());
        http::async_write(stream_, response_, [self = shared_from_this(), keep_alive](error_code error, std::size_t) {
            if (!error && keep_alive)
                self->read_headers();
            else if (!error)
                self->close();
        });
    }

    // Closing at once would take the response from a client that is still sending. So this waits until it has done so.
    void close()
    {
        error_code ignored;
        stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
        throw_away();
    }

    void throw_away()
    {
        stream_.async_read_some(net::buffer(part_), [self = shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->throw_away();
        });
    }

    const Endpoint &endpoint_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::buffer_body>> parser_;
    std::string body_;
    std::array<char, 16384> part_;
    http::response<http::empty_body> go_on_{http::status::continue_, 11};
    http::response<http::string_body> response_;
};

void accept(const Endpoint &endpoint, net::ip::tcp::acceptor &acceptor)
{
    acceptor.async_accept([&](error_code error, net::ip::tcp::socket socket) {
        if (!error) {
            std::make_shared<Session>(endpoint, std::move(socket))->read_headers();
            return accept(endpoint, acceptor);
        }
        // Such as too many open files: some will be closed.
        auto pause = std::make_shared<net::steady_timer>(acceptor.get_executor(), 100ms);
        pause->async_wait([&, pause](error_code) { accept(endpoint, acceptor); });
    });
}

std::string setting(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    return value && *value ? value : otherwise;
}

// A setting that has two values, the first of which is the default.
std::uint32_t either(const char *name, const char *first, const char *second)
{
    const std::string value = setting(name, first);
    if (value != first && value != second)
        throw std::invalid_argument(std::string(name) + " must be " + first + " or " + second);
    return static_cast<std::uint32_t>(std::stoul(value));
}

std::uint16_t port()
{
    const std::string text = setting("PORT", "8080");
    std::uint16_t port = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || rest != text.data() + text.size())
        throw std::invalid_argument("PORT must be a number from 0 to 65535");
    return port;
}

Endpoint make_endpoint()
{
    agora_token::EndpointOptions options;
    options.version = agora_token::Version{either("TOKEN_VERSION", "006", "007")};
    options.client_error_status = either("CLIENT_ERROR_STATUS", "500", "400");
    return Endpoint(agora_token::Issuer(setting("APP_ID", ""), setting("APP_CERTIFICATE", "")), options);
}

} // namespace

int main()
try {
    const Endpoint endpoint = make_endpoint();
    net::io_context context;
    net::ip::tcp::acceptor acceptor(context, {net::ip::tcp::v4(), port()});
    std::cout << "Listening on port: " << acceptor.local_endpoint().port() << std::endl;

    net::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](error_code, int) { context.stop(); });
    accept(endpoint, acceptor);
    // One thread: a response takes some microseconds. An exception ends a connection, not the server.
    while (!context.stopped()) {
        try {
            context.run();
        } catch (const std::exception &error) {
            std::cerr << error.what() << '\n';
        }
    }
    return 0;
} catch (const agora_token::Error &error) {
    std::cerr << "APP_ID and APP_CERTIFICATE: " << error.what() << '\n';
    return 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
