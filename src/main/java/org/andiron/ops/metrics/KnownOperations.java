package org.andiron.ops.metrics;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.RestfulServerConfiguration;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations the FHIR endpoint has. Read when the first operation is called, which is after
 * HAPI has bound all methods.
 */
final class KnownOperations implements Predicate<String> {

  private final Supplier<@Nullable RestfulServer> server;
  private volatile Set<String> names = Set.of();

  KnownOperations(Supplier<@Nullable RestfulServer> server) {
    this.server = server;
  }

  @Override
  public boolean test(String operation) {
    if (names.isEmpty()) {
      RestfulServer bound = server.get();
      names = bound == null ? Set.of() : read(bound.createConfiguration());
    }
    return names.contains(operation);
  }

  private static Set<String> read(RestfulServerConfiguration configuration) {
    Stream<BaseMethodBinding> ofTypes =
        configuration.getResourceBindings().stream()
            .flatMap(binding -> binding.getMethodBindings().stream());
    Stream<BaseMethodBinding> ofAll =
        Stream.concat(
            configuration.getServerBindings().stream(), configuration.getGlobalBindings().stream());
    return Stream.concat(ofTypes, ofAll)
        .filter(OperationMethodBinding.class::isInstance)
        .map(binding -> ((OperationMethodBinding) binding).getName())
        .map(name -> name.startsWith("$") ? name : "$" + name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
