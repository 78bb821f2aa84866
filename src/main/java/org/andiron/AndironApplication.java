package org.andiron;

import org.andiron.startup.StartupAnnouncement;
import org.andiron.startup.UnknownSettings;
import org.andiron.storage.postgres.EarlyDatabaseStart;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;

/** The Andiron server: a FHIR R4 endpoint on PostgreSQL in one process. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan
@ConfigurationPropertiesScan
public class AndironApplication {

  /**
   * Starts the server, or runs the command that the first argument names. Arguments of the server
   * are Spring Boot settings of the form {@code --name=value}.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    if (AndironCommand.isCommand(args)) {
      System.exit(AndironCommand.commandLine().execute(args));
    }
    SpringApplication application = new SpringApplication(AndironApplication.class);
    application.addInitializers(
        new StartupAnnouncement(), new UnknownSettings(), new EarlyDatabaseStart());
    try {
      application.run(args);
    } catch (RuntimeException e) {
      // Spring Boot has reported the reason by now.
      System.exit(1);
    }
  }
}
