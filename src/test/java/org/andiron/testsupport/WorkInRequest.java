package org.andiron.testsupport;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.andiron.testsupport.FhirHttp.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Does work in a request that has come over HTTP with a token, after it was decided what exists for
 * it: as an operation would. Only a test registers it, for as long as it runs.
 */
public final class WorkInRequest {

  private static final String HEADER = "X-Test-Work";

  private final RestfulServer server;
  private final ConcurrentHashMap<String, Task> tasks = new ConcurrentHashMap<>();

  private static final class Task {
    private final Function<RequestDetails, ?> work;
    private @Nullable Object result;
    private @Nullable RuntimeException failure;

    Task(Function<RequestDetails, ?> work) {
      this.work = work;
    }
  }

  /** Begins to listen. */
  public WorkInRequest(RestfulServer server) {
    this.server = server;
    server.registerInterceptor(this);
  }

  /** Ends it. */
  public void close() {
    server.unregisterInterceptor(this);
  }

  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = Integer.MAX_VALUE)
  public void work(RequestDetails request, ServletRequestDetails details) {
    Optional.ofNullable(details.getHeader(HEADER))
        .map(tasks::get)
        .ifPresent(
            task -> {
              try {
                task.result = task.work.apply(request);
              } catch (RuntimeException e) {
                task.failure = e;
              }
            });
  }

  /** Does work in a request for the path, whatever is answered to that. */
  public <T> T during(FhirHttp caller, String path, Function<RequestDetails, T> work) {
    String name = String.valueOf(tasks.size());
    Task task = new Task(work);
    tasks.put(name, task);
    Answer answer = caller.get(path, HEADER, name);
    if (task.failure != null) {
      throw task.failure;
    }
    if (task.result == null) {
      throw new AssertionError("The request did not come so far: " + answer.body());
    }
    @SuppressWarnings("unchecked")
    T result = (T) Objects.requireNonNull(task.result);
    return result;
  }
}
