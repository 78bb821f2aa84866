package org.andiron.storage.distribution;

/** Small classifications in the layouts of ClaML and of ICD-10-CM, with invented classes. */
final class SyntheticIcd {

  static final String CLAML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE ClaML SYSTEM "ClaML.dtd">
      <ClaML version="2.0.0">
        <Meta name="lang" value="en"/>
        <Identifier authority="WHO" uid="invented"/>
        <Title date="2019-01-01" name="ICD-10" version="2019">Invented classification</Title>
        <ClassKinds><ClassKind name="chapter"/><ClassKind name="block"/></ClassKinds>
        <Modifier code="S9_4"><SubClass code=".0"/><SubClass code=".1"/></Modifier>
        <ModifierClass code=".0" modifier="S9_4"><SuperClass code="S9_4"/>
          <Rubric id="m0" kind="preferred"><Label xml:lang="en">With smoke</Label></Rubric>
        </ModifierClass>
        <ModifierClass code=".1" modifier="S9_4"><SuperClass code="S9_4"/>
          <Rubric id="m1" kind="preferred"><Label xml:lang="en">Without smoke</Label></Rubric>
        </ModifierClass>
        <Class code="XX" kind="chapter"><SubClass code="X90-X91"/>
          <Rubric id="1" kind="preferred"><Label xml:lang="en">Invented chapter</Label></Rubric>
        </Class>
        <Class code="X90.1" kind="category"><SuperClass code="X90"/>
          <Rubric id="2" kind="preferred"><Label xml:lang="en">Ache of
            <Term class="italics">invention</Term></Label></Rubric>
          <Rubric id="3" kind="inclusion"><Label xml:lang="en">Inventor's ache</Label></Rubric>
        </Class>
        <Class code="X90-X91" kind="block"><SuperClass code="XX"/><SubClass code="X90"/>
          <Rubric id="4" kind="preferred"><Label xml:lang="en">Invented block</Label></Rubric>
        </Class>
        <Class code="X90" kind="category"><SuperClass code="X90-X91"/><SubClass code="X90.1"/>
          <Rubric id="5" kind="preferred"><Label xml:lang="en">Aches</Label></Rubric>
        </Class>
        <Class code="X91" kind="category"><SuperClass code="X90-X91"/>
          <ModifiedBy code="S9_4"/>
          <Rubric id="6" kind="preferred"><Label xml:lang="en">Fumes</Label></Rubric>
        </Class>
      </ClaML>
      """;

  static final String ICD_10_CM =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <ICD10CM.tabular>
        <version>2026</version>
        <title>Invented tabular list</title>
        <introduction><introSection type="title"><title>T</title></introSection></introduction>
        <chapter>
          <name>19</name>
          <desc>Invented injuries</desc>
          <includes><note>none</note></includes>
          <sectionIndex><sectionRef first="S90" last="S91" id="S90-S91">Bumps</sectionRef></sectionIndex>
          <section id="S90-S91">
            <desc>Bumps (S90-S91)</desc>
            <diag>
              <name>S90</name>
              <desc>Bump of the head</desc>
              <sevenChrNote><note>A seventh character is needed</note></sevenChrNote>
              <sevenChrDef>
                <extension char="A">first visit</extension>
                <extension char="D">later visit</extension>
              </sevenChrDef>
              <diag><name>S90.0</name><desc>Small bump of the head</desc>
                <inclusionTerm><note>Knock</note><note>Dent</note></inclusionTerm></diag>
              <diag><name>S90.1</name><desc>Large bump of the head</desc></diag>
            </diag>
            <diag><name>S91</name><desc>Bump of the pride</desc></diag>
          </section>
        </chapter>
      </ICD10CM.tabular>
      """;

  private SyntheticIcd() {}
}
