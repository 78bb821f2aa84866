package org.andiron.risk.explanation;

import java.util.List;
import java.util.Set;
import org.andiron.risk.model.Attribution;
import org.andiron.risk.model.Contribution;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Predictor;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Scale;
import org.andiron.risk.model.Shipped;

/**
 * The eGFR as if it had been learned: a sum in its unit of which age takes 12.5 away, or one that
 * does not tell its parts.
 */
record LearnedQuantity(boolean tells) implements Predictor {

  static Explanation explained(boolean tells) {
    RiskModel model =
        new RiskModel(Shipped.model("ckd-epi-2021").card(), new LearnedQuantity(tells));
    FeatureVector person = Shipped.inputs("age", 55, "sex", "male", "creatinine", 1.2);
    return new Explainer(model).explain(person, model.predict("egfr", person));
  }

  @Override
  public Set<String> outcomes() {
    return Set.of("egfr");
  }

  @Override
  public Set<String> inputs(String outcome) {
    return Set.of("age");
  }

  @Override
  public Estimate estimate(String outcome, FeatureVector inputs) {
    return Estimate.ofQuantity(
        70,
        tells
            ? new Attribution(Scale.QUANTITY, 70, 82.5, List.of(new Contribution("age", -12.5)))
            : Attribution.unknown(Scale.QUANTITY, 70));
  }
}
