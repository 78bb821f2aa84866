package org.andiron.audit.event;

/**
 * The model or service that computed.
 *
 * @param device that stands for it, as in {@code Device/1}
 * @param version of it
 */
public record ModelVersion(String device, String version) {

  public ModelVersion {
    ResourceReference.check(device);
    version = DisplayText.required(version, "the version of a model");
  }
}
