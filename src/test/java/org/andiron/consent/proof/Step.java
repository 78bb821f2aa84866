package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.List;
import org.andiron.consent.proof.World.Store;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens while answers are compared: a request of a caller, or something that the
 * server's own side stores.
 *
 * <p>A path may have {@code made.Observation.3.} in place of an id: of the fourth Observation that
 * the callers have created so far, counted round; and be {@code {next}} alone: the next link of the
 * last page that a caller had, who is the one parameter, {@code of=0}.
 *
 * @param caller which of the callers
 * @param parameters of the URL, each as {@code name=value}, encoded
 * @param headers name, value, name, value
 * @param event what is stored, in place of a request
 */
record Step(
    int caller,
    String method,
    String path,
    List<String> parameters,
    List<String> headers,
    @Nullable String body,
    @Nullable Store event) {

  static final String NEXT = "{next}";

  Step {
    parameters = List.copyOf(parameters);
    headers = List.copyOf(headers);
  }

  static Step of(int caller, String method, String path, List<String> parameters) {
    return new Step(caller, method, path, parameters, List.of(), null, null);
  }

  static Step of(Store event) {
    return new Step(0, "", "", List.of(), List.of(), null, event);
  }

  Step with(List<String> others) {
    return new Step(caller, method, path, others, headers, body, event);
  }

  Step withBody(String text, String... more) {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    return new Step(caller, method, path, parameters, all, text, event);
  }

  Step withHeader(String name, String value) {
    List<String> all = new ArrayList<>(headers);
    all.add(name);
    all.add(value);
    return new Step(caller, method, path, parameters, all, body, event);
  }

  Step withoutHeader(int at) {
    List<String> all = new ArrayList<>(headers);
    all.remove(at + 1);
    all.remove(at);
    return new Step(caller, method, path, parameters, all, body, event);
  }

  /** Path and parameters, unless these are the body. */
  String url() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }

  /** All that the caller says; of what tokens consist of, colons alone are encoded in URLs. */
  String said() {
    return (path + " " + parameters + " " + headers + " " + body).replace("%3A", ":");
  }

  @Override
  public String toString() {
    return event != null
        ? "store " + event.reference()
        : method + " " + url() + " " + headers + (body == null ? "" : "\n" + body);
  }
}
