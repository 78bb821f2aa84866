package org.andiron.server;

/**
 * The order of every interceptor of the FHIR endpoint, in one place. HAPI runs hooks of one
 * pointcut from the lowest order to the highest; its own consent interceptor stands at 100, its
 * authorization interceptor at 200, and a hook without an order at 0.
 */
public final class RequestPipeline {

  /** Gives the request its id, before anything can fail. */
  public static final int REQUEST_ID = -1000;

  /** Notes what is asked, before anything can refuse it. */
  public static final int AUDIT = -950;

  /** Refuses what is larger, deeper or longer than the limits allow. */
  public static final int LIMITS = -900;

  /** Refuses a request when the server or the caller's share of it is full. */
  public static final int ADMISSION = -800;

  /** Counts and times requests. */
  public static final int METRICS = -700;

  /** Brings a request into the form that what follows expects. */
  public static final int REQUEST_FORM = -520;

  /** Turns a compartment search into a search of a type. Before its parameters are looked at. */
  public static final int COMPARTMENT = -510;

  /** Takes note that a search is to be explained. Before its parameters are looked at. */
  public static final int EXPLANATION = -505;

  /** Reads Prefer, unknown parameters and other request-wide switches. */
  public static final int REQUEST_SEMANTICS = -500;

  /** Takes over the binding of searches, before it is decided which methods are served at all. */
  public static final int SEARCH_BINDING = -500;

  /** Decides which methods of providers are served, once all others have had their say. */
  public static final int REPLACED_METHODS = 0;

  /** Refuses what the caller has no right to, and decides what exists for the rest. */
  public static final int ACCESS = 200;

  /** Notes for whom a request is, from whom patients may withhold something. */
  public static final int CONSENT = 205;

  /** Refuses writes of what does not exist for the caller. */
  public static final int VISIBILITY = 210;

  /** Whether what a write names is there, of what exists for the caller. */
  public static final int WRITE_CONDITIONS = 220;

  /** Takes note that what is to be deleted is referred to, before it is refused. */
  public static final int CONFLICTS = 205;

  /** Looks whether what is to be exported exists for the caller. */
  public static final int EXPORT_TARGETS = 220;

  /** Whose something is that is about to be stored. */
  public static final int OWNERSHIP = 230;

  /** Notes whose records are shown, while what is withheld still tells. */
  public static final int SHOWN = 234;

  /**
   * Takes parts that are withheld out of what is shown, and refuses to overwrite them. Before
   * labels are set anew.
   */
  public static final int MASKS = 235;

  /** Labels an answer with the highest label of what it shows, once parts are taken out. */
  public static final int HIGH_WATER_MARK = 236;

  /** Sets security labels on what is about to be stored. */
  public static final int LABELS = 240;

  /** Lets an update call its tags and labels what it says, once all labels are set. */
  public static final int TAG_DISPLAYS = 245;

  /** Answers from prepared bytes, once the caller may have the answer. */
  public static final int PREPARED_ANSWERS = 250;

  /** Checks resources against their profiles before they are stored. */
  public static final int VALIDATION = 300;

  /** Refuses consents that cannot be computed, once they are what their profiles say. */
  public static final int CONSENT_RULES = 310;

  /** Answers with an explanation in place of the answer, after all that looks at the answer. */
  public static final int EXPLAINED_ANSWERS = 900;

  /** Notes why a request is refused, within the time that is the same whatever the reason. */
  public static final int REFUSALS = 970;

  /** Lets what is not found take the same time whatever the reason, with what is recorded of it. */
  public static final int EVEN_NOT_FOUND = 980;

  /**
   * Tells some who do not find a resource that they could, before the failure is put into words.
   */
  public static final int SUPPRESSED_READS = 990;

  /** Turns any failure into the right status and an OperationOutcome. Runs last. */
  public static final int ERRORS = 1000;

  private RequestPipeline() {}
}
