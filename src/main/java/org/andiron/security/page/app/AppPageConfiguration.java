package org.andiron.security.page.app;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.code.RefusalPage;
import org.andiron.security.page.Pages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a browser gets from the authorization endpoint where it cannot be sent back to the app. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class AppPageConfiguration {

  @Bean
  RefusalPage refusalPage(Pages pages, RegisteredClients clients) {
    return new RefusedRequestPage(pages, clients);
  }
}
