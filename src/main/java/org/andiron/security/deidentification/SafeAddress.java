package org.andiron.security.deidentification;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Address;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an address: state, country, and the first three digits of a ZIP code where more
 * than 20,000 people live.
 *
 * @see <a
 *     href="https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html#zip">Which
 *     ZIP codes, by the census of 2000 as HHS lists them</a>
 */
final class SafeAddress {

  private static final Set<String> FEW_PEOPLE =
      Set.of(
          "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878",
          "879", "884", "890", "893");

  private static final Set<String> STATES =
      Set.of(
          "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN",
          "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH",
          "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
          "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI");

  private static final Set<String> OF_THE_STATES = Set.of("US", "USA");
  private static final Set<String> COUNTRIES = countries();
  private static final Pattern ZIP = Pattern.compile("(\\d{3})\\d{2}(?:-?\\d{4})?");

  private SafeAddress() {}

  private static Set<String> countries() {
    Set<String> all = new HashSet<>(Set.of(Locale.getISOCountries()));
    for (String two : Locale.getISOCountries()) {
      all.add(new Locale("", two).getISO3Country());
    }
    return Set.copyOf(all);
  }

  /** An address with what is safe of another; none if nothing is. */
  static Optional<Address> of(Address address) {
    Address safe = new Address();
    boolean ofTheStates = !address.hasCountry() || OF_THE_STATES.contains(address.getCountry());
    if (ofTheStates && isOneOf(STATES, address.getState())) {
      safe.setState(address.getState());
    }
    if (isOneOf(COUNTRIES, address.getCountry())) {
      safe.setCountry(address.getCountry());
    }
    var zip = ZIP.matcher(address.hasPostalCode() ? address.getPostalCode() : "");
    if (ofTheStates && zip.matches()) {
      safe.setPostalCode(FEW_PEOPLE.contains(zip.group(1)) ? "000" : zip.group(1));
    }
    return safe.isEmpty() ? Optional.empty() : Optional.of(safe);
  }

  private static boolean isOneOf(Set<String> known, @Nullable String text) {
    return text != null && known.contains(text);
  }
}
