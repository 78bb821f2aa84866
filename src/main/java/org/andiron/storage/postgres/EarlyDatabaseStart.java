package org.andiron.storage.postgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Begins to open the database as soon as the settings are known, so that PostgreSQL starts while
 * the application is put together.
 */
public final class EarlyDatabaseStart
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(EarlyDatabaseStart.class);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Binder settings = Binder.get(context.getEnvironment());
    OpeningDatabase opening =
        OpeningDatabase.begin(
            settings.bindOrCreate("andiron.db", DatabaseProperties.class),
            settings.bindOrCreate("andiron.storage.embedded", EmbeddedPostgresProperties.class),
            LOG::info);
    context.getBeanFactory().registerSingleton("openingDatabase", opening);
    // The database bean closes the database, but a start may fail before there is one.
    context.addApplicationListener(
        (ApplicationListener<ApplicationFailedEvent>) failed -> opening.close());
  }
}
