package example;

import io.github.agoratoken.Decision;
import io.github.agoratoken.Endpoint;
import io.github.agoratoken.EndpointOptions;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.Policy;
import io.github.agoratoken.Refusal;
import io.github.agoratoken.Role;
import io.github.agoratoken.TokenServlet;
import io.github.agoratoken.Version;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Boot with its own login: tokens for who is signed in. APP_ID and APP_CERTIFICATE are required. */
@SpringBootApplication
public class SpringLogin {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringLogin.class, arguments);
    }

    @Bean
    Issuer issuer(@Value("${APP_ID}") String appId, @Value("${APP_CERTIFICATE}") String appCertificate) {
        return new Issuer(appId, appCertificate);
    }

    @Bean
    ServletRegistrationBean<TokenServlet> tokens(Issuer issuer) {
        // Pages of other sites do not read what a cookie opens.
        EndpointOptions options = new EndpointOptions().version(Version.V007).clientErrorStatus(400).omitCorsHeaders();
        TokenServlet servlet = new TokenServlet(new Endpoint(issuer, options), SpringLogin::authorize);
        return new ServletRegistrationBean<>(servlet, "/agora/*");
    }

    /** Whoever is signed in may publish in every room, as themselves. */
    private static Decision authorize(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        return user == null
                ? new Refusal(401, "log in first")
                : Policy.of(user.getName()).channels(List.of("room-*")).maxRole(Role.PUBLISHER);
    }

    /** The servlet answers strangers itself: 401, where every other page sends them to the login. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(request ->
                        request.requestMatchers("/agora/**").permitAll().anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    /** In place of your database. */
    @Bean
    UserDetailsService users() {
        String password = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("correct horse");
        return new InMemoryUserDetailsManager(User.withUsername("ann").password(password).build());
    }
}
