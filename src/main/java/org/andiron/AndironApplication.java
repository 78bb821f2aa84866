package org.andiron;

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

  /** Starts the server, or runs the command that the first argument names. */
  public static void main(String[] args) {
    try {
      SpringApplication.run(AndironApplication.class, args);
    } catch (RuntimeException e) {
      System.exit(1);
    }
  }
}
