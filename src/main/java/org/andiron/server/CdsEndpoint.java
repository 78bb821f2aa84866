package org.andiron.server;

/** Where CDS services are. */
public final class CdsEndpoint {

  /** Path below the port at which they are listed, and below which they are called. */
  public static final String PATH = "/cds-services";

  private CdsEndpoint() {}
}
