package org.andiron.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The first line on the console, before anything that takes time. */
public final class StartupAnnouncement
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(StartupAnnouncement.class);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    LOG.info(
        "Starting Andiron {} on Java {}", AndironVersion.current(), Runtime.version().feature());
  }
}
