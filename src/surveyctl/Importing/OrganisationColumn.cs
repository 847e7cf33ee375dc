namespace Surveyctl.Importing;

/// <summary>One column of a table of organisations.</summary>
/// <param name="Name">As the format calls it.</param>
/// <param name="Meaning">What to write in it.</param>
/// <param name="Words">What else people call it: see <see cref="PlainWords"/>.</param>
internal sealed record OrganisationColumn(string Name, string Meaning, params IReadOnlyList<string> Words)
{
    public static readonly IReadOnlyList<OrganisationColumn> All =
    [
        new("name", "The name, as it is shown. Needed for each that is new.", "school", "schoolname", "organisation", "organization", "organisationname", "organizationname"),
        new("id", "A short name for links and files that never changes, of a-z, 0-9 and -. Without it one is made from the name.",
            "schoolid", "organisationid", "organizationid", "code", "schoolcode", "schoolnumber"),
        new("parent", "What it belongs to: the id or the name of another line. Empty: directly to the tenant.",
            "parentid", "partof", "under", "district", "districtid", "districtname", "schooldistrict"),
        new("kind", "school, district, network and the like. Families and staff answer about schools. Empty: school.", "type", "schooltype"),
        new("category", "Of a member that answers member surveys: the category of its membership.", "membercategory", "membership"),
        new("enrolment", "Students enrolled.", "enrollment", "students", "pupils", "studentsenrolled", "studentenrolment", "studentenrollment"),
        new("households", "Households with an enrolled student.", "families"),
        new("staff", "Staff employed.", "teachers", "employees"),
        new("title1", "yes or no.", "titlei", "title1school", "titleischool"),
        new("reduced_lunch", "Students on free or reduced lunch, in percent.",
            "freelunch", "freereducedlunch", "freeorreducedlunch", "freeandreducedlunch", "freereducedpricelunch", "freeorreducedpricelunch",
            "freeandreducedpricelunch", "frl", "frpl"),
        new("english_learners", "English learners, in percent.", "ell", "ells", "el", "els", "englishlanguagelearners", "multilinguallearners"),
        new("languages", "Spoken by families, most spoken first: tags such as so or zh-Hant, separated by semicolons.", "language", "homelanguages", "languagesspoken"),
        new("collections", "Ids of collections it belongs to, separated by semicolons.", "collection"),
        new("path", "In place of id and parent: the ids from the root down, joined with /."),
    ];

    private static readonly Dictionary<string, OrganisationColumn> ByWord =
        All.SelectMany(column => column.Words.Prepend(string.Concat(PlainWords.Of(column.Name))), (column, word) => (word, column)).ToDictionary();

    // Said of a number in a header, of whichever column.
    private static readonly string[] Counting = ["number", "of", "total", "percent", "percentage", "pct", "count"];

    /// <summary>Null: none is called so.</summary>
    public static OrganisationColumn? Find(string header)
    {
        var words = PlainWords.Of(header.Split('(')[0]);
        return ByWord.GetValueOrDefault(string.Concat(words)) ?? ByWord.GetValueOrDefault(string.Concat(words.Except(Counting)));
    }
}
