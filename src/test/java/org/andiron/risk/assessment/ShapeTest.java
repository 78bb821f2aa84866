package org.andiron.risk.assessment;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void look() {
    for (String m : new String[] {"prevent-2023", "pce-2013", "cha2ds2-vasc", "lace", "news2", "ckd-epi-2021"}) {
      for (var r : java.util.List.of(Scored.prevent(), Scored.pooledCohort(), Scored.atrialFibrillation(), Scored.discharged())) {
        var a = Scored.ENGLISH.of(Scored.score(m, r));
        String j = Conformance.json(a);
        System.out.println(m + " " + a.fhirType() + " " + j.length() + " " + Conformance.errors(j));
      }
    }
    System.out.println(Conformance.json(Scored.ENGLISH.of(Scored.score("prevent-2023", Scored.pooledCohort()))));
    System.out.println(Conformance.json(Scored.ENGLISH.of(Scored.score("lace", Scored.discharged()))));
  }
}
