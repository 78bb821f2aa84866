package org.andiron.ops.logging;

import ca.uhn.fhir.jpa.dao.ThreadPoolFactory;
import ca.uhn.fhir.jpa.search.reindex.BlockPolicy;
import ca.uhn.fhir.util.ThreadPoolUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Makes HAPI's thread pools for request work (the entries of a batch) such that a task logs with
 * the context of the request that submitted it. Searches run on the request's own thread and need
 * nothing.
 */
final class RequestAwareThreadPools extends ThreadPoolFactory {

  @Override
  public AsyncTaskExecutor newThreadPool(
      Integer corePoolSize, Integer maximumPoolSize, String threadPrefix) {
    return ThreadPoolUtil.newThreadPool(
        corePoolSize,
        maximumPoolSize,
        threadPrefix,
        0,
        RequestAwareThreadPools::withCurrentContext,
        new BlockPolicy());
  }

  static Runnable withCurrentContext(Runnable task) {
    Map<String, String> submitter = MDC.getCopyOfContextMap();
    return () -> {
      Map<String, String> before = MDC.getCopyOfContextMap();
      set(submitter);
      try {
        task.run();
      } finally {
        set(before);
      }
    };
  }

  private static void set(@Nullable Map<String, String> context) {
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }
}
