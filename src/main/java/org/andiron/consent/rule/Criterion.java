package org.andiron.consent.rule;

import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;

/**
 * An element of a provision that limits to what the provision applies. All criteria of a provision
 * must be met; of the values of one criterion, one is enough.
 */
public sealed interface Criterion {

  /** Elements that limit a provision. */
  enum Kind {
    PERIOD("period", true),
    ACTOR("actor", true),
    ACTION("action", true),
    PURPOSE("purpose", true),
    CLASS("class", false),
    CODE("code", false),
    SECURITY_LABEL("securityLabel", false),
    DATA_PERIOD("dataPeriod", false),
    DATA("data", false);

    private final String element;
    private final boolean ofRequest;

    Kind(String element, boolean ofRequest) {
      this.element = element;
      this.ofRequest = ofRequest;
    }

    /** Name of the element in R4. */
    public String element() {
      return element;
    }

    /** Whether it is about who asks, for what and when; otherwise it is about the resource. */
    public boolean isOfRequest() {
      return ofRequest;
    }
  }

  /** The element it was made of. */
  Kind kind();

  /** When the provision holds. */
  record Period(TimeRange range) implements Criterion {
    @Override
    public Kind kind() {
      return Kind.PERIOD;
    }
  }

  /** Who acts. */
  record Actors(List<Actor> actors) implements Criterion {
    public Actors {
      actors = List.copyOf(actors);
    }

    @Override
    public Kind kind() {
      return Kind.ACTOR;
    }
  }

  /** What is done. */
  record Actions(Set<ConsentAction> actions) implements Criterion {
    public Actions {
      actions = Set.copyOf(actions);
    }

    @Override
    public Kind kind() {
      return Kind.ACTION;
    }
  }

  /** What for. */
  record Purposes(Set<Code> purposes) implements Criterion {
    public Purposes {
      purposes = Set.copyOf(purposes);
    }

    @Override
    public Kind kind() {
      return Kind.PURPOSE;
    }
  }

  /** With which classes of content. */
  record Classes(Set<ContentClass> classes) implements Criterion {
    public Classes {
      classes = Set.copyOf(classes);
    }

    @Override
    public Kind kind() {
      return Kind.CLASS;
    }
  }

  /** With resources that have one of the codes anywhere. */
  record Codes(Set<Code> codes) implements Criterion {
    public Codes {
      codes = Set.copyOf(codes);
    }

    @Override
    public Kind kind() {
      return Kind.CODE;
    }
  }

  /**
   * With resources of a label.
   *
   * @param levels of confidentiality: what permits reaches down from the highest, what denies
   *     reaches up from the lowest
   * @param labels others, most of them sensitivities
   */
  record Labels(Set<Confidentiality> levels, Set<Code> labels) implements Criterion {
    public Labels {
      levels = Set.copyOf(levels);
      labels = Set.copyOf(labels);
    }

    @Override
    public Kind kind() {
      return Kind.SECURITY_LABEL;
    }
  }

  /** With data of a time. */
  record DataPeriod(TimeRange range) implements Criterion {
    @Override
    public Kind kind() {
      return Kind.DATA_PERIOD;
    }
  }

  /** With data by its relation to resources. */
  record Data(List<DataReference> references) implements Criterion {
    public Data {
      references = List.copyOf(references);
    }

    @Override
    public Kind kind() {
      return Kind.DATA;
    }
  }
}
