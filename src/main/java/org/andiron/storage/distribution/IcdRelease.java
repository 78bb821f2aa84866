package org.andiron.storage.distribution;

import java.io.IOException;
import java.util.List;

/** A release of a classification, which is small enough to be read at once. */
final class IcdRelease implements Distribution {

  /** A text for a concept, or a property of it. */
  record Text(int concept, String kind, String language, String value) {}

  private final Edition edition;
  private final Concepts concepts;
  private final List<Text> properties;
  private final List<Text> designations;

  IcdRelease(Edition edition, Concepts concepts, List<Text> properties, List<Text> designations) {
    this.edition = edition;
    this.concepts = concepts;
    this.properties = List.copyOf(properties);
    this.designations = List.copyOf(designations);
  }

  @Override
  public Edition edition() {
    return edition;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public Concepts concepts() {
    return concepts;
  }

  @Override
  public void properties(Concepts ofThis, Properties target) throws IOException {
    for (Text text : properties) {
      target.add(text.concept(), text.kind(), text.value(), false);
    }
  }

  @Override
  public void designations(Concepts ofThis, Designations target) throws IOException {
    for (Text text : designations) {
      target.add(text.concept(), text.language(), null, text.value());
    }
  }
}
