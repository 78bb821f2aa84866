package org.andiron.consent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.junit.jupiter.api.Test;

class MetaLabelsTest {

  private static final Code HIV = Code.sensitivity("HIV");
  private static final Code PSY = Code.sensitivity("PSY");

  private static Coding coding(String code) {
    return new Coding().setSystem(CodeSystems.ACT_CODE).setCode(code);
  }

  private static Meta meta(Coding... labels) {
    return new Meta().setSecurity(new ArrayList<>(List.of(labels)));
  }

  @Test
  void whatRulesHaveSetIsNotByHandUnlessAUserHasChosenIt() {
    List<Coding> labels = List.of(coding("HIV"), coding("PSY"), coding("SDV"));
    assertThat(MetaLabels.byHand(labels, Set.of(HIV, PSY)))
        .containsExactly(Code.sensitivity("SDV"));
    assertThat(MetaLabels.byHand(List.of(coding("HIV").setUserSelected(true)), Set.of(HIV)))
        .containsExactly(HIV);
  }

  @Test
  void onlyWhatRulesHaveSetIsReplaced() {
    Meta meta = meta(coding("HIV"), coding("HIV").setUserSelected(true), coding("SDV"));
    MetaLabels.replace(meta, Set.of(HIV), Set.of(PSY));
    assertThat(meta.getSecurity())
        .extracting(it -> it.getCode() + it.getUserSelected())
        .containsExactly("HIVtrue", "SDVfalse", "PSYfalse");
  }

  @Test
  void whatRulesStillCallForStaysAsItIs() {
    Meta meta = meta(coding("HIV").setDisplay("HIV/AIDS"));
    MetaLabels.replace(meta, Set.of(HIV), Set.of(HIV));
    assertThat(meta.getSecurity()).extracting(Coding::getDisplay).containsExactly("HIV/AIDS");
  }

  @Test
  void labelsThatAnUpdateLeavesOutAreKeptOnce() {
    Meta meta = meta(coding("HIV"));
    MetaLabels.keep(
        meta, List.of(coding("HIV"), coding("PSY"), coding("HIV").setUserSelected(true)));
    assertThat(meta.getSecurity())
        .extracting(it -> it.getCode() + it.getUserSelected())
        .containsExactlyInAnyOrder("HIVfalse", "PSYfalse", "HIVtrue");
  }

  @Test
  void whoAddsALabelMakesItTheirOwn() {
    Labelled known = new Labelled(Set.of(HIV, PSY), Set.of(Code.sensitivity("SDV")));
    assertThat(known.added(Set.of(HIV, Code.sensitivity("SDV"))))
        .isEqualTo(new Labelled(Set.of(PSY), Set.of()));
  }

  @Test
  void whatIsRemovedIsDeclined() {
    assertThat(new Labelled(Set.of(HIV, PSY), Set.of()).removed(Set.of(HIV)))
        .isEqualTo(new Labelled(Set.of(PSY), Set.of(HIV)));
    assertThat(new Labelled(Set.of(HIV), Set.of(PSY)).with(Set.of()))
        .isEqualTo(new Labelled(Set.of(), Set.of(PSY)));
  }
}
