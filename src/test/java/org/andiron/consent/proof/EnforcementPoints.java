package org.andiron.consent.proof;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IAnonymousInterceptor;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;

/** Finds, in the database and in the server that runs, all that hides something. */
final class EnforcementPoints {

  private static final List<String> PACKAGES =
      List.of("org.andiron.consent.", "org.andiron.visibility.");

  private EnforcementPoints() {}

  /** All policies that hide something from those of whom consents withhold something. */
  static List<Mutation> policies(JdbcOperations jdbc) {
    List<Mutation> points = new ArrayList<>();
    jdbc.query(
        "select schemaname || '.' || tablename, policyname, qual from pg_policies"
            + " where cmd in ('SELECT', 'ALL') and qual is not null and qual <> 'true'"
            + " and permissive = 'RESTRICTIVE' or policyname = 'andiron_own_pages'"
            + " or policyname = 'andiron_visible' order by 1, 2",
        row -> {
          String alter =
              "alter policy " + row.getString(2) + " on " + row.getString(1) + " using (";
          String condition = row.getString(3);
          points.add(
              new Mutation(
                  row.getString(1) + " " + row.getString(2),
                  () -> jdbc.execute(alter + "true)"),
                  () -> jdbc.execute(alter + condition + ")")));
        });
    return points;
  }

  /** All hooks of consents and of what exists. */
  static List<Mutation> hooks(Stream<IInterceptorService> services) {
    List<Mutation> points = new ArrayList<>();
    services.forEach(
        service ->
            service.getAllRegisteredInterceptors().stream()
                .filter(it -> PACKAGES.stream().anyMatch(it.getClass().getName()::startsWith))
                .forEach(it -> points.addAll(hooks(service, it))));
    // While nobody knows for whom requests are, what was hidden may become visible for good.
    points.sort(
        Comparator.comparing((Mutation it) -> it.name().endsWith(".note"))
            .thenComparing(Mutation::name));
    return points;
  }

  private static List<Mutation> hooks(IInterceptorService service, Object interceptor) {
    List<Method> hooks =
        Arrays.stream(interceptor.getClass().getMethods())
            .filter(it -> it.isAnnotationPresent(Hook.class))
            .toList();
    return hooks.stream().map(it -> without(service, interceptor, hooks, it)).toList();
  }

  /** The other hooks go on, each called as the server would. */
  private static Mutation without(
      IInterceptorService service, Object interceptor, List<Method> hooks, Method off) {
    List<Object> others =
        hooks.stream()
            .filter(it -> !it.equals(off))
            .map(
                it ->
                    (Object)
                        (IAnonymousInterceptor) (pointcut, values) -> call(interceptor, it, values))
            .toList();
    List<Method> kept = hooks.stream().filter(it -> !it.equals(off)).toList();
    return new Mutation(
        interceptor.getClass().getSimpleName() + "." + off.getName(),
        () -> {
          service.unregisterInterceptor(interceptor);
          for (int i = 0; i < kept.size(); i++) {
            Hook hook = kept.get(i).getAnnotation(Hook.class);
            service.registerAnonymousInterceptor(
                hook.value(), hook.order(), (IAnonymousInterceptor) others.get(i));
          }
        },
        () -> {
          others.forEach(service::unregisterInterceptor);
          service.registerInterceptor(interceptor);
        });
  }

  private static void call(Object interceptor, Method hook, HookParams values) {
    Map<Class<?>, Integer> seen = new java.util.HashMap<>();
    Object[] arguments =
        Arrays.stream(hook.getParameterTypes())
            .map(type -> values.get(type, seen.merge(type, 1, Integer::sum) - 1))
            .toArray();
    try {
      hook.setAccessible(true);
      hook.invoke(interceptor, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
