package jacquard.checkpoint;

import org.jspecify.annotations.Nullable;

/** Where a value was met, as a chain whose text is made only when a message needs it. */
record Place(@Nullable Place parent, String name, int index) {
  static Place of(String name) {
    return new Place(null, name, -1);
  }

  Place then(String more) {
    return new Place(this, more, -1);
  }

  Place at(int element) {
    return new Place(this, "", element);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Place place = this; place != null; place = place.parent) {
      text.insert(0, place.index < 0 ? place.name : "[" + place.index + "]");
    }
    return text.toString();
  }
}
