package org.andiron.audit.verification;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.andiron.audit.verification.CompactJson.UnusualException;
import org.jspecify.annotations.Nullable;

/**
 * Compares the columns of a row with its AuditEvent, if that is written as this server writes most
 * of them: in one pass, without making the event. What it finds to be right is right; of all else
 * {@link RowCheck} knows more.
 */
final class PlainEvent {

  private static final int LONGEST_ID = 64;
  private static final List<String> ACTIONS = List.of("C", "R", "U", "D", "E");
  private static final List<String> OUTCOMES = List.of("0", "4", "8", "12");

  private static final byte[] RESOURCE_TYPE = utf8("resourceType");
  private static final byte[] AUDIT_EVENT = utf8("AuditEvent");
  private static final byte[] ID = utf8("id");
  private static final byte[] TYPE = utf8("type");
  private static final byte[] SUBTYPE = utf8("subtype");
  private static final byte[] ACTION = utf8("action");
  private static final byte[] OUTCOME = utf8("outcome");
  private static final byte[] AGENT = utf8("agent");
  private static final byte[] SOURCE = utf8("source");
  private static final byte[] ENTITY = utf8("entity");
  private static final byte[] WHO = utf8("who");
  private static final byte[] ALT_ID = utf8("altId");
  private static final byte[] NAME = utf8("name");
  private static final byte[] POLICY = utf8("policy");
  private static final byte[] NETWORK = utf8("network");
  private static final byte[] ADDRESS = utf8("address");
  private static final byte[] SITE = utf8("site");
  private static final byte[] OBSERVER = utf8("observer");
  private static final byte[] WHAT = utf8("what");
  private static final byte[] REFERENCE = utf8("reference");
  private static final byte[] SYSTEM = utf8("system");
  private static final byte[] CODE = utf8("code");
  private static final byte[] ORIGIN = utf8("urn:andiron:audit-origin");
  private static final byte[] SUBTYPE_TERM = utf8("subtype=");
  private static final byte[] AGENT_TERM = utf8("agent=");
  private static final byte[] ALT_ID_TERM = utf8("altid=");
  private static final byte[] POLICY_TERM = utf8("policy=");
  private static final byte[] SITE_TERM = utf8("site=");
  private static final byte[] SOURCE_TERM = utf8("source=");
  private static final byte[] ENTITY_TERM = utf8("entity=");
  private static final byte[] ENTITY_TYPE_TERM = utf8("entity-type=");
  private static final byte[] HISTORY = utf8("/_history/");
  private static final byte[] PATIENT = utf8("Patient");

  private final StoredRow row;
  private final CompactJson json;
  private final RowTerms terms;

  /** Whether the value that comes is that of a member {@code system}. */
  private boolean ofSystem;

  private boolean foreign;
  private boolean idFound;
  private boolean actionFound;
  private boolean outcomeFound;
  private boolean typeFound;
  private int agentNames;
  private int addresses;

  private int patientFrom;
  private int patientTo;
  private boolean severalPatients;

  private PlainEvent(StoredRow row, byte[] content) {
    this.row = row;
    this.json = new CompactJson(content);
    this.terms = new RowTerms(row.terms());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether it is such an event, and the columns are what it says. */
  static boolean says(StoredRow row, byte[] content) {
    try {
      PlainEvent event = new PlainEvent(row, content);
      event.read();
      return event.saysAll(content);
    } catch (UnusualException e) {
      // RowCheck looks closer.
      return false;
    }
  }

  private boolean saysAll(byte[] content) {
    String patient = row.patient();
    boolean onePatient = patientTo > 0 && !severalPatients;
    return terms.allFound()
        && agentNames == row.agentNames().size()
        && addresses == row.addresses().size()
        && (typeFound || row.type().equals("|"))
        && actionFound == (row.action() != null)
        && outcomeFound == (row.outcome() != null)
        && onePatient == (patient != null)
        && (patient == null || isPatient(utf8(patient)))
        && foreign == row.foreign()
        && (foreign || RequestOfEvent.isPlainly(row.requestId(), content));
  }

  private void read() throws UnusualException {
    boolean event = false;
    boolean agents = false;
    boolean subtypes = false;
    boolean source = false;
    boolean entities = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(RESOURCE_TYPE)) {
        event = once(event);
        text();
        require(json.is(AUDIT_EVENT));
      } else if (json.is(ID)) {
        idFound = once(idFound);
        text();
        require(row.foreign() || is(row.id().toString()));
      } else if (json.is(TYPE)) {
        typeFound = once(typeFound);
        type();
      } else if (json.is(SUBTYPE)) {
        subtypes = once(subtypes);
        elements(() -> coding(SUBTYPE_TERM));
      } else if (json.is(ACTION)) {
        actionFound = once(actionFound);
        text();
        require(isOneOf(ACTIONS, row.action()));
      } else if (json.is(OUTCOME)) {
        outcomeFound = once(outcomeFound);
        text();
        require(isOneOf(OUTCOMES, row.outcome()));
      } else if (json.is(AGENT)) {
        agents = once(agents);
        elements(this::agent);
      } else if (json.is(SOURCE)) {
        source = once(source);
        source();
      } else if (json.is(ENTITY)) {
        entities = once(entities);
        elements(this::entity);
      } else {
        skip();
      }
    }
    json.end();
    require(event);
  }

  private void agent() throws UnusualException {
    boolean who = false;
    boolean altId = false;
    boolean name = false;
    boolean policy = false;
    boolean network = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(WHO)) {
        who = once(who);
        reference(AGENT_TERM, false);
      } else if (json.is(ALT_ID)) {
        altId = once(altId);
        text();
        require(terms.hasToken(ALT_ID_TERM, json));
      } else if (json.is(NAME)) {
        name = once(name);
        text();
        require(agentNames < row.agentNames().size());
        require(is(row.agentNames().get(agentNames++)));
      } else if (json.is(POLICY)) {
        policy = once(policy);
        elements(
            () -> {
              text();
              require(terms.has(POLICY_TERM, json, json.from(), json.to()));
            });
      } else if (json.is(NETWORK)) {
        network = once(network);
        network();
      } else {
        skip();
      }
    }
  }

  private void network() throws UnusualException {
    boolean address = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(ADDRESS)) {
        address = once(address);
        text();
        require(addresses < row.addresses().size());
        require(is(row.addresses().get(addresses++)));
      } else {
        skip();
      }
    }
  }

  private void source() throws UnusualException {
    boolean site = false;
    boolean observer = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(SITE)) {
        site = once(site);
        text();
        require(terms.hasToken(SITE_TERM, json));
      } else if (json.is(OBSERVER)) {
        observer = once(observer);
        reference(SOURCE_TERM, false);
      } else {
        skip();
      }
    }
  }

  private void entity() throws UnusualException {
    boolean what = false;
    boolean type = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(WHAT)) {
        what = once(what);
        reference(ENTITY_TERM, true);
      } else if (json.is(TYPE)) {
        type = once(type);
        coding(ENTITY_TYPE_TERM);
      } else {
        skip();
      }
    }
  }

  private void reference(byte[] prefix, boolean ofEntity) throws UnusualException {
    boolean reference = false;
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      if (json.is(REFERENCE)) {
        reference = once(reference);
        text();
        target(prefix, ofEntity);
      } else {
        skip();
      }
    }
  }

  /** The current string is {@code Type/id}, perhaps with a version. */
  private void target(byte[] prefix, boolean ofEntity) throws UnusualException {
    int from = json.from();
    int to = json.to();
    int slash = from;
    while (slash < to && isLetter(json.at(slash))) {
      slash++;
    }
    require(slash > from && json.at(from) <= 'Z' && slash < to && json.at(slash) == '/');
    int id = slash + 1;
    int end = idEnd(id, to);
    if (end < to) {
      int version = end + HISTORY.length;
      require(version < to);
      require(json.isAt(HISTORY, end) && idEnd(version, to) == to);
    }
    require(terms.has(prefix, json, from, end));
    if (ofEntity && slash - from == PATIENT.length && json.isAt(PATIENT, from)) {
      severalPatients |= patientTo > 0 && !json.same(patientFrom, patientTo, id, end);
      patientFrom = id;
      patientTo = end;
    }
  }

  private int idEnd(int from, int to) throws UnusualException {
    int end = from;
    while (end < to && isOfId(json.at(end))) {
      end++;
    }
    require(end > from && end - from <= LONGEST_ID);
    return end;
  }

  private static boolean isLetter(byte character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }

  private static boolean isOfId(byte character) {
    return isLetter(character)
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '.';
  }

  private void type() throws UnusualException {
    int[] at = codingAt();
    int system = at[1] - at[0];
    byte[] type = utf8(row.type());
    require(
        type.length == system + 1 + at[3] - at[2]
            && json.isIn(type, 0, at[0], at[1])
            && type[system] == '|'
            && json.isIn(type, system + 1, at[2], at[3]));
  }

  private void coding(byte[] prefix) throws UnusualException {
    int[] at = codingAt();
    if (at[3] > 0) {
      require(terms.has(prefix, json, at[2], at[3]));
      require(terms.hasWithSystem(prefix, json, at[0], at[1], at[2], at[3]));
    }
  }

  /** Begin and end of system and code; 0 of what is not there. */
  private int[] codingAt() throws UnusualException {
    int[] at = new int[4];
    for (boolean more = json.begin('{'); more; more = json.next('}')) {
      name();
      int place = ofSystem ? 0 : json.is(CODE) ? 2 : -1;
      if (place < 0) {
        skip();
      } else {
        require(at[place + 1] == 0);
        text();
        // Hardly anybody writes others, and parsers differ about white space in codes.
        require(json.isAscii() && json.at(json.from()) > ' ' && json.at(json.to() - 1) > ' ');
        at[place] = json.from();
        at[place + 1] = json.to();
      }
    }
    return at;
  }

  private boolean isPatient(byte[] id) {
    return id.length == patientTo - patientFrom && json.isAt(id, patientFrom);
  }

  /** Whether the current string is what the row has, and one of these. */
  private boolean isOneOf(List<String> codes, @Nullable String ofRow) {
    return ofRow != null && is(ofRow) && codes.contains(ofRow);
  }

  private boolean is(String text) {
    return json.is(utf8(text));
  }

  private void name() throws UnusualException {
    json.name();
    ofSystem = json.is(SYSTEM);
  }

  /** Reads a string that stands there as it is and is not empty. */
  private void text() throws UnusualException {
    string();
    require(json.isLiteral() && json.to() > json.from());
  }

  private void string() throws UnusualException {
    json.string();
    foreign |= ofSystem && json.is(ORIGIN);
    ofSystem = false;
  }

  private void skip() throws UnusualException {
    switch (json.peek()) {
      case '"' -> string();
      case '{' -> {
        for (boolean more = json.begin('{'); more; more = json.next('}')) {
          name();
          skip();
        }
      }
      case '[' -> elements(this::skip);
      default -> json.scalar();
    }
    ofSystem = false;
  }

  @FunctionalInterface
  private interface Element {
    void read() throws UnusualException;
  }

  private void elements(Element element) throws UnusualException {
    ofSystem = false;
    for (boolean more = json.begin('['); more; more = json.next(']')) {
      element.read();
    }
  }

  private static boolean once(boolean already) throws UnusualException {
    require(!already);
    return true;
  }

  private static void require(boolean usual) throws UnusualException {
    if (!usual) {
      throw new UnusualException();
    }
  }
}
