package org.andiron.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource taken from a file, to be sent within a Bundle that the loader makes.
 *
 * @param index line from 1 in NDJSON, 1 for the only resource of a file
 */
record Entry(
    SourceFile file,
    int index,
    String type,
    @Nullable String id,
    @Nullable Probe probe,
    byte[] json) {

  /** An id means update (as create), no id means create: the server then gives one. */
  String request() {
    return id == null
        ? "{\"method\":\"POST\",\"url\":\"" + type + "\"}"
        : "{\"method\":\"PUT\",\"url\":\"" + type + "/" + id + "\"}";
  }

  @Nullable Integer line() {
    return file.kind() == SourceFile.Kind.NDJSON ? index : null;
  }

  Rejection rejection(int status, List<Rejection.Issue> issues, boolean unknown) {
    return new Rejection(
        file.label(),
        null,
        line(),
        id == null ? type : type + "/" + id,
        status == 0 ? null : status,
        Map.of(type, 1L),
        unknown,
        issues);
  }

  /** The content is a patient's. */
  @Override
  public String toString() {
    return "Entry[" + file.label() + ":" + index + "]";
  }
}
