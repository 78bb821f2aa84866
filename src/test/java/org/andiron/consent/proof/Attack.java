package org.andiron.consent.proof;

import java.util.List;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/**
 * Ways to find out one bit of a resource from what is answered about others. Who sees the resource
 * gets the bit right each time.
 */
enum Attack {
  /** Of it and a greater one, which comes first? */
  SORT_POSITION {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return ids(http.get(
              "Observation?_sort=-value-quantity&_count=1&_id="
                  + secret.id()
                  + ","
                  + secret.between()))
          .contains(secret.id());
    }
  },
  /** Is its value greater? */
  COMPARATOR {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return finds(http, "Observation?_id=" + secret.id() + GREATER);
    }
  },
  /** The same, by another way to say it. */
  FILTER {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return finds(
          http, "Observation?_id=" + secret.id() + "&_filter=value-quantity%20gt%20" + LIMIT);
    }
  },
  /** Does its patient have one whose value is greater? */
  HAS {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return finds(
          http,
          "Patient?_id="
              + secret.patient()
              + "&_has:Observation:patient:value-quantity=gt"
              + LIMIT);
    }
  },
  /** Does it come with its patient? */
  REVINCLUDE {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return http.get("Patient?_revinclude=Observation:patient&_id=" + secret.twin()).entries() > 1;
    }
  },
  /** Would it be created again? */
  CONDITIONAL_CREATE {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      Answer answer =
          http.post(
              "Observation",
              """
              {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                "identifier": [{"system": "%s", "value": "%s"}]}\
              """
                  .formatted(IDENTIFIERS, secret.identifier()),
              "If-None-Exist",
              "identifier=" + secret.token());
      if (answer.status() == 201) {
        http.delete("Observation/" + answer.id());
      }
      return answer.status() != 201;
    }
  },
  /** Is there a page after the one that is full? */
  PAGE_FILL {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return http.get("Observation?_count=1&_id=" + secret.id() + "," + secret.greatest() + GREATER)
          .next()
          .isPresent();
    }
  },
  /** Was it stored after a time? */
  LAST_UPDATED {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return finds(http, "Observation?_id=" + secret.id() + "&_lastUpdated=gt" + MIDDLE);
    }
  },
  /** How many are there in all? */
  TOTAL {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return http.get("Observation?_summary=count&patient=Patient/" + secret.patient() + GREATER)
              .json()
              .path("total")
              .asInt()
          > 0;
    }
  },
  /** Does anything have a code? */
  CODE_IN_USE {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      return http.get(
              "ValueSet/$expand?contextDirection=existing&context=Observation.code&filter="
                  + secret.code())
          .body()
          .contains("\"code\":\"" + secret.code());
    }
  },
  /** Is there something to be deleted? */
  CONDITIONAL_DELETE {
    @Override
    boolean guess(FhirHttp http, Secret secret) {
      Answer answer = http.delete("Observation?identifier=" + secret.token());
      return answer.status() != 200 || !answer.body().contains("NOT_FOUND");
    }
  };

  /** Values are greater than it or less. */
  static final String LIMIT = "500";

  /** What was stored was stored before or after. */
  static final String MIDDLE = "2030-06-01";

  static final String IDENTIFIERS = "http://example.org/proof/secrets";

  private static final String GREATER = "&value-quantity=gt" + LIMIT;

  /**
   * What is not to be found out.
   *
   * @param bit the value is greater, it was stored later, its identifier and code are in use, and a
   *     second one is there
   * @param id of an Observation
   * @param patient id of its Patient
   * @param twin id of a Patient who has an Observation or not
   * @param identifier the value of an identifier
   * @param code a code
   * @param between id of an Observation that everybody sees, with the value of the limit
   * @param greatest id of one with a greater value
   */
  record Secret(
      boolean bit,
      String id,
      String patient,
      String twin,
      String identifier,
      String code,
      String between,
      String greatest) {

    String token() {
      return Vocabulary.encoded(IDENTIFIERS + "|" + identifier);
    }
  }

  /** What an attacker takes the bit for. */
  abstract boolean guess(FhirHttp http, Secret secret);

  private static List<String> ids(Answer answer) {
    return answer.json().path("entry").findValuesAsText("id");
  }

  private static boolean finds(FhirHttp http, String search) {
    return http.get(search).json().path("entry").size() > 0;
  }
}
