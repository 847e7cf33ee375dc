namespace Surveyctl.Importing;

/// <summary>Tells which schools have so few people that a wave never shows anything of them alone, while somebody can still correct it.</summary>
internal static class SmallPopulations
{
    /// <param name="people">What is counted: students, households or staff.</param>
    /// <param name="schools">As people know them; a population of null is unknown.</param>
    /// <param name="minimumCell">The fewest of whom a wave shows anything.</param>
    public static IEnumerable<string> NoticesOf(string people, IEnumerable<(string School, int? Population)> schools, int minimumCell)
    {
        var small = schools.Where(school => school.Population < minimumCell).ToLookup(school => school.Population == 0, school => school.School);
        if (small[true].ToList() is { Count: > 0 } nobody)
            yield return $"{Have(nobody)} 0 {people}: {Listed.Of(nobody)}. That is taken for a mistake: leave the field empty if it is not known.";
        if (small[false].ToList() is { Count: > 0 } few)
        {
            yield return $"{Have(few)} fewer than {minimumCell} {people}: {Listed.Of(few)}. A wave that counts {people} never shows figures of such "
                + "a school alone, however many answer.";
        }
    }

    private static string Have(List<string> schools) => Counted.Of(schools.Count, "school has", "schools have");
}
