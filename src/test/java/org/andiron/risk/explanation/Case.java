package org.andiron.risk.explanation;

import static org.andiron.risk.model.Shipped.inputs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;

/** Made-up people, by name, whose texts have been read aloud. */
record Case(String model, String outcome, FeatureVector person) {

  static final Map<String, Case> ALL = new LinkedHashMap<>();

  static {
    ALL.put(
        "pce-2013",
        new Case(
            "pce-2013",
            "ascvd-10y",
            inputs(
                "age",
                66,
                "sex",
                "male",
                "race",
                "white",
                "total-cholesterol",
                228,
                "hdl-cholesterol",
                44,
                "systolic-blood-pressure",
                152,
                "antihypertensive-medication",
                true,
                "current-smoker",
                true)));
    ALL.put(
        "pce-2013-old",
        new Case(
            "pce-2013",
            "ascvd-10y",
            inputs(
                "age",
                79,
                "sex",
                "female",
                "race",
                "white",
                "total-cholesterol",
                320,
                "hdl-cholesterol",
                60,
                "systolic-blood-pressure",
                128,
                "antihypertensive-medication",
                true,
                "current-smoker",
                false)));
    ALL.put(
        "prevent-2023",
        new Case(
            "prevent-2023",
            "heart-failure-10y",
            inputs(
                "age",
                58,
                "sex",
                "female",
                "total-cholesterol",
                190,
                "hdl-cholesterol",
                52,
                "systolic-blood-pressure",
                141,
                "egfr",
                55,
                "bmi",
                34.6,
                "statin",
                true,
                "diabetes",
                true,
                "current-smoker",
                false)));
    ALL.put(
        "prevent-2023-refused",
        new Case(
            "prevent-2023",
            "cvd-30y",
            inputs(
                "age",
                62,
                "sex",
                "other",
                "total-cholesterol",
                280,
                "hdl-cholesterol",
                44,
                "systolic-blood-pressure",
                89.96,
                "bmi",
                40,
                "current-smoker",
                "often",
                "cardiovascular-disease",
                true)));
    ALL.put(
        "framingham-2008",
        new Case(
            "framingham-2008",
            "cvd-10y",
            inputs(
                "age",
                53,
                "sex",
                "female",
                "total-cholesterol",
                161,
                "hdl-cholesterol",
                55,
                "systolic-blood-pressure",
                125,
                "current-smoker",
                false,
                "diabetes",
                false,
                "antihypertensive-medication",
                false,
                "cardiovascular-disease",
                false)));
    ALL.put(
        "cha2ds2-vasc",
        new Case(
            "cha2ds2-vasc",
            "thromboembolism-1y",
            inputs(
                "age", 76,
                "sex", "female",
                "atrial-fibrillation", true,
                "hypertension", true,
                "diabetes", false)));
    ALL.put(
        "has-bled",
        new Case(
            "has-bled",
            "major-bleeding-1y",
            inputs(
                "age", 70,
                "atrial-fibrillation", true,
                "systolic-blood-pressure", 172,
                "labile-inr", true,
                "alcohol-excess", true,
                "antiplatelet-or-nsaid", false)));
    ALL.put(
        "findrisc",
        new Case(
            "findrisc",
            "type-2-diabetes-10y",
            inputs(
                "age",
                58,
                "sex",
                "male",
                "bmi",
                31.24,
                "waist-circumference",
                106,
                "daily-physical-activity",
                false,
                "daily-vegetables-or-fruit",
                true,
                "family-history-of-diabetes",
                "first-degree")));
    ALL.put(
        "kfre-4",
        new Case(
            "kfre-4",
            "kidney-failure-5y",
            inputs(
                "age", 67,
                "sex", "male",
                "egfr", 27,
                "urine-albumin-creatinine-ratio", 640,
                "region", "north-america")));
    ALL.put(
        "meld-3",
        new Case(
            "meld-3",
            "death-90d",
            inputs(
                "age",
                54,
                "sex",
                "female",
                "chronic-liver-disease",
                true,
                "bilirubin",
                4.2,
                "inr",
                1.8,
                "creatinine",
                1.4,
                "sodium",
                131,
                "albumin",
                2.8)));
    ALL.put(
        "news2",
        new Case(
            "news2",
            "deterioration-24h",
            inputs(
                "age", 71,
                "respiratory-rate", 25,
                "oxygen-saturation", 94,
                "supplemental-oxygen", true,
                "systolic-blood-pressure", 118,
                "heart-rate", 104,
                "consciousness", "alert",
                "body-temperature", 38.4)));
    ALL.put(
        "ckd-epi-2021",
        new Case("ckd-epi-2021", "egfr", inputs("age", 55, "sex", "male", "creatinine", 1.2)));
    ALL.put(
        "lace",
        new Case(
            "lace",
            "death-or-readmission-30d",
            inputs(
                "age", 55,
                "length-of-stay", 1,
                "acute-admission", true,
                "charlson-index", 2,
                "emergency-visits-6-months", 0)));
    ALL.put(
        "qsofa-refused",
        new Case(
            "qsofa",
            "poor-outcome-of-infection",
            inputs("age", 62, "suspected-infection", false, "respiratory-rate", 22)));
  }

  Explanation explanation() {
    RiskModel of = Shipped.model(model);
    return new Explainer(of).explain(person, of.predict(outcome, person));
  }

  /** The explanation as if the value of largest influence had been missing and assumed. */
  PredictionExplanation assuming() {
    PredictionExplanation explained = (PredictionExplanation) explanation();
    List<Influence> influences = new ArrayList<>(explained.influences());
    Influence first = influences.get(0);
    influences.set(
        0,
        new Influence(
            first.actual(), true, first.reference(), first.contribution(), first.share()));
    return new PredictionExplanation(
        explained.card(),
        explained.outcome(),
        explained.prediction(),
        influences,
        explained.strata(),
        List.of(first.actual()),
        explained.reference(),
        explained.published(),
        explained.counterfactuals(),
        explained.together());
  }
}
