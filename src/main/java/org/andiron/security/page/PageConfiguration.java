package org.andiron.security.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.passkey.PasskeySignIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** In mode {@code smart}, people sign in on pages below {@code /auth}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class PageConfiguration {

  private static final String[] FOR_EVERYBODY = {
    "/auth/sign-in",
    "/auth/continue",
    "/auth/signed-out",
    PageAssets.PATH + "*",
    "/webauthn/authenticate/options",
    "/login/webauthn"
  };

  @Bean
  PageAssets pageAssets(PageProperties settings) {
    return new PageAssets(settings);
  }

  @Bean
  Pages pages(PageProperties settings, PageAssets assets) {
    return new Pages(settings, assets);
  }

  @Bean
  @Order(300)
  SecurityFilterChain pageChain(HttpSecurity http, Pages pages, PasskeySignIn passkeys)
      throws Exception {
    HttpSessionRequestCache requests = new HttpSessionRequestCache();
    requests.setMatchingRequestParameterName(null);
    requests.setRequestMatcher(request -> "GET".equals(request.getMethod()));
    NextStep nextStep = new NextStep(pages, requests);
    passkeys.apply(http);
    return http.securityMatcher(PageConfiguration::isOfPages)
        .authorizeHttpRequests(
            paths ->
                paths
                    .requestMatchers(FOR_EVERYBODY)
                    .permitAll()
                    .requestMatchers(SignInStep.SECOND_FACTOR.page())
                    .access((who, what) -> isAt(who, SignInStep.SECOND_FACTOR, SignInStep.DONE))
                    .requestMatchers(SignInStep.NEW_PASSWORD.page())
                    .access((who, what) -> isAt(who, SignInStep.NEW_PASSWORD, SignInStep.DONE))
                    // Whoever is half signed in may give up.
                    .requestMatchers("/auth/sign-out")
                    .permitAll()
                    .anyRequest()
                    .access((who, what) -> isAt(who, SignInStep.DONE, SignInStep.DONE)))
        .requestCache(cache -> cache.requestCache(requests))
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(nextStep).accessDeniedHandler(nextStep))
        // Each page sets its own.
        .headers(headers -> headers.disable())
        .logout(logout -> logout.disable())
        .build();
  }

  /** An EHR creates launches by a path beside the pages, with a token and without a session. */
  private static boolean isOfPages(HttpServletRequest request) {
    String path = request.getRequestURI();
    return (path.startsWith("/auth/") && !path.equals("/auth/launch"))
        || path.startsWith("/webauthn/")
        || path.equals("/login/webauthn");
  }

  private static AuthorizationDecision isAt(
      Supplier<Authentication> who, SignInStep one, SignInStep other) {
    SignInStep step = SignInStep.of(who.get());
    return new AuthorizationDecision(step == one || step == other);
  }
}
