package org.andiron.consent.directive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Reads the elements of a provision that are codes, except its classes. */
final class CodingReader {

  private final Problems problems;

  CodingReader(Problems problems) {
    this.problems = problems;
  }

  Criterion purposes(List<Coding> codings, String path) {
    Set<Code> purposes = new LinkedHashSet<>();
    each(codings, path, (code, at) -> purposes.add(code));
    return new Criterion.Purposes(purposes);
  }

  Criterion labels(List<Coding> codings, String path) {
    Set<Confidentiality> levels = new LinkedHashSet<>();
    Set<Code> others = new LinkedHashSet<>();
    each(
        codings,
        path,
        (code, at) -> {
          Confidentiality level = Confidentiality.of(code);
          if (level != null) {
            levels.add(level);
          } else if (code.system().equals(CodeSystems.CONFIDENTIALITY)) {
            problems.add(at, "is no level of confidentiality: use U, L, M, N, R or V");
          } else {
            others.add(code);
          }
        });
    return new Criterion.Labels(levels, others);
  }

  /** Codings of one concept are translations of each other, so that any of them may be met. */
  Criterion codes(List<CodeableConcept> concepts, String path) {
    Set<Code> codes = new LinkedHashSet<>();
    eachConcept(concepts, path, (ofConcept, at) -> codes.addAll(ofConcept));
    return new Criterion.Codes(codes);
  }

  Criterion actions(List<CodeableConcept> concepts, String path) {
    Set<ConsentAction> actions = new LinkedHashSet<>();
    eachConcept(
        concepts,
        path,
        (ofConcept, at) -> {
          boolean understood = false;
          for (Code code : ofConcept) {
            ConsentAction action = ConsentAction.of(code);
            if (action != null) {
              actions.add(action);
              understood = true;
            }
          }
          if (!understood) {
            problems.add(
                at,
                "is no action of "
                    + CodeSystems.CONSENT_ACTION
                    + ": use collect, access, use, disclose or correct");
          }
        });
    return new Criterion.Actions(actions);
  }

  private void eachConcept(
      List<CodeableConcept> concepts, String path, BiConsumer<Set<Code>, String> sink) {
    for (int i = 0; i < concepts.size(); i++) {
      String at = path + "[" + i + "]";
      Set<Code> codes = new LinkedHashSet<>();
      each(concepts.get(i).getCoding(), at + ".coding", (code, codingAt) -> codes.add(code));
      if (codes.isEmpty()) {
        problems.add(at, "has no code; a text alone cannot be computed");
      } else {
        sink.accept(codes, at);
      }
    }
  }

  /** Gives the code and place of each coding that has one. */
  void each(List<Coding> codings, String path, BiConsumer<Code, String> sink) {
    for (int i = 0; i < codings.size(); i++) {
      String at = path + "[" + i + "]";
      Coding coding = codings.get(i);
      if (coding.hasCode()) {
        String system = coding.hasSystem() ? coding.getSystem() : "";
        sink.accept(new Code(system, coding.getCode()), at);
      } else {
        problems.add(at, "has no code: give one, or leave it out");
      }
    }
  }
}
