package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.ResourceBinding;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.testsupport.AndironIT;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The table of operations has those of the server, all of them and no others. */
class OperationClassificationIT extends AndironIT {

  /** What the rules know of plain interactions. */
  private static final Set<RestOperationTypeEnum> INTERACTIONS =
      EnumSet.of(
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.HISTORY_TYPE,
          RestOperationTypeEnum.HISTORY_SYSTEM,
          RestOperationTypeEnum.SEARCH_TYPE,
          RestOperationTypeEnum.SEARCH_SYSTEM,
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.DELETE,
          RestOperationTypeEnum.TRANSACTION,
          RestOperationTypeEnum.METADATA,
          RestOperationTypeEnum.GET_PAGE);

  @Autowired private RestfulServer server;

  /** An operation as it can be called. */
  private record Callable(String name, OperationLevel level, String type) {}

  @Test
  void everyMethodOfTheServerIsClassified() {
    List<String> unclassified = new ArrayList<>();
    for (BaseMethodBinding binding : bindings()) {
      if (binding instanceof OperationMethodBinding) {
        continue;
      }
      RestOperationTypeEnum interaction = binding.getRestOperationType();
      boolean graphql = interaction == RestOperationTypeEnum.GRAPHQL_REQUEST;
      if (!INTERACTIONS.contains(interaction) && !graphql) {
        unclassified.add(interaction + " by " + binding.getMethod());
      }
    }
    for (Callable callable : callables()) {
      if (OperationClassification.of(callable.name(), callable.level(), callable.type())
          .isEmpty()) {
        unclassified.add(callable.toString());
      }
    }
    assertThat(unclassified).isEmpty();
  }

  @Test
  void everyRowIsOfAnOperationThatTheServerHas() {
    Set<Callable> callables = callables();
    assertThat(OperationClassification.rules())
        .filteredOn(rule -> !rule.name().equals("graphql"))
        .allSatisfy(
            rule -> {
              Set<String> types =
                  rule.level() == OperationLevel.SYSTEM
                      ? Set.of("")
                      : rule.types().isEmpty() ? Set.of("Patient") : rule.types();
              for (String type : types) {
                assertThat(callables).contains(new Callable(rule.name(), rule.level(), type));
              }
            });
  }

  @Test
  void everyOperationThatTheStatementListsIsClassified() {
    CapabilityStatement statement =
        client().capabilities().ofType(CapabilityStatement.class).execute();
    CapabilityStatementRestComponent rest = statement.getRestFirstRep();
    assertThat(rest.getOperation())
        .allSatisfy(
            operation ->
                assertThat(rowNames(OperationLevel.SYSTEM, "")).contains(operation.getName()));
    for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
      Set<String> names = new TreeSet<>(rowNames(OperationLevel.TYPE, resource.getType()));
      names.addAll(rowNames(OperationLevel.INSTANCE, resource.getType()));
      assertThat(resource.getOperation())
          .allSatisfy(operation -> assertThat(names).contains(operation.getName()));
    }
    assertThat(rest.getResource()).hasSizeGreaterThan(140);
  }

  private static Set<String> rowNames(OperationLevel level, String type) {
    Set<String> names = new TreeSet<>();
    for (OperationRule rule : OperationClassification.rules()) {
      if (rule.isFor(rule.name(), level, type)) {
        names.add(rule.name());
      }
    }
    return names;
  }

  private List<BaseMethodBinding> bindings() {
    List<BaseMethodBinding> bindings = new ArrayList<>(server.getServerBindings());
    for (ResourceBinding resource : server.getResourceBindings()) {
      bindings.addAll(resource.getMethodBindings());
    }
    bindings.addAll(server.createConfiguration().getGlobalBindings());
    return bindings;
  }

  private Set<Callable> callables() {
    Set<Callable> callables = new HashSet<>();
    Set<String> all = FhirContext.forR4Cached().getResourceTypes();
    for (BaseMethodBinding binding : bindings()) {
      if (binding instanceof OperationMethodBinding operation) {
        String name = operation.getName().substring(1);
        Set<String> types =
            operation.isGlobalMethod()
                ? all
                : operation.getResourceName() == null
                    ? Set.of()
                    : Set.of(operation.getResourceName());
        if (operation.isCanOperateAtServerLevel()) {
          callables.add(new Callable(name, OperationLevel.SYSTEM, ""));
        }
        for (String type : types) {
          if (operation.isCanOperateAtTypeLevel()) {
            callables.add(new Callable(name, OperationLevel.TYPE, type));
          }
          if (operation.isCanOperateAtInstanceLevel()) {
            callables.add(new Callable(name, OperationLevel.INSTANCE, type));
          }
        }
      }
    }
    return callables;
  }
}
