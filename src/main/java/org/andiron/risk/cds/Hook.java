package org.andiron.risk.cds;

/**
 * When services are called.
 *
 * @see <a href="https://cds-hooks.org/hooks/">Hooks</a>
 */
enum Hook {
  PATIENT_VIEW("patient-view"),
  ORDER_SIGN("order-sign");

  private final String code;

  Hook(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
