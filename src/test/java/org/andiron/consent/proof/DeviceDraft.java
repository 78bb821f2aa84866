package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.DeviceMetric;
import org.hl7.fhir.r4.model.DeviceMetric.DeviceMetricCategory;
import org.hl7.fhir.r4.model.DeviceUseStatement;
import org.hl7.fhir.r4.model.DeviceUseStatement.DeviceUseStatementStatus;
import org.hl7.fhir.r4.model.Reference;

/** Devices of patients, which are part of their records, and of nobody, which everybody sees. */
final class DeviceDraft {

  private final WorldDraft world;
  private final List<Reference> shared = new ArrayList<>();

  DeviceDraft(WorldDraft world) {
    this.world = world;
  }

  /** Those of nobody. */
  void addShared() {
    for (int i = 0; i < 2; i++) {
      Reference device = world.put(world.marks().word(), device(), Set.of());
      shared.add(device);
      DeviceMetric metric = new DeviceMetric().setSource(device.copy());
      metric
          .setType(WorldDraft.concept(WorldDraft.CODES, "metric"))
          .setCategory(DeviceMetricCategory.MEASUREMENT);
      world.put(world.marks().word(), metric, Set.of());
    }
  }

  List<Reference> shared() {
    return List.copyOf(shared);
  }

  /**
   * One of a patient.
   *
   * @return with those of nobody: with what the patient may be observed
   */
  List<Reference> addOf(String id) {
    Reference patient = new Reference("Patient/" + id);
    Set<String> own = Set.of(id);
    Reference implant = world.put(world.marks().word(), device().setPatient(patient), own);
    world.maybe(
        new DeviceUseStatement()
            .setStatus(DeviceUseStatementStatus.ACTIVE)
            .setSubject(patient)
            .setDevice(implant.copy())
            .setTiming(world.moment()),
        own);
    List<Reference> devices = new ArrayList<>(shared);
    devices.add(implant);
    return devices;
  }

  private Device device() {
    Device device =
        new Device()
            .setType(WorldDraft.concept(WorldDraft.CODES, "device-" + world.random().nextInt(3)));
    device.setSerialNumber(world.marks().word()).setManufacturer(world.marks().word());
    device.addDeviceName().setName(world.marks().word()).setType(DeviceNameType.USERFRIENDLYNAME);
    return device;
  }
}
