using Surveys.Ids;
using Surveys.Readings;

namespace Surveys.Organisations;

/// <summary>Turns CSV lines into a tree, or into every problem they have.</summary>
internal static class OrganisationRules
{
    /// <summary>
    /// Characters of a path. It stands in storage keys beside other ids, and a key holds 512 characters of two bytes.
    /// </summary>
    public const int MaxPathLength = 350;

    /// <summary>Characters of a name: of an organisation, a collection, a tenant.</summary>
    public const int MaxNameLength = 200;

    /// <param name="rows">Of <c>organisations.csv</c>.</param>
    /// <param name="collectionRows">Of <c>collections.csv</c>.</param>
    /// <param name="areComplete">False: there are lines that could not be read, so what is missing here may be on one of them.</param>
    public static Reading<OrganisationTree, DefinitionProblem> Build(
        IReadOnlyList<OrganisationRow> rows, IReadOnlyList<CollectionRow> collectionRows, bool areComplete)
    {
        var problems = new ProblemList();
        var collections = collectionRows.Select(row => ReadCollection(row, problems)).OfType<Collection>().ToList();
        CheckCollectionIds(collectionRows, problems);

        var known = areComplete ? collectionRows.Select(row => row.Id.Trim()).ToHashSet() : null;
        var nodes = rows.Select(row => ReadNode(row, known, problems)).OfType<OrganisationNode>().ToList();
        var paths = rows.Select(row => new WrittenPath(row.Line, row.Path.Trim(), row.Kind.Trim())).ToList();
        CheckPaths(paths, collectionRows, areComplete, problems);
        return problems.IsEmpty
            ? new OrganisationTree(nodes, collections)
            : Reading<OrganisationTree, DefinitionProblem>.Failed(problems.All);
    }

    private static Collection? ReadCollection(CollectionRow row, ProblemList problems)
    {
        var cells = CellsOf(row, problems);
        var id = cells.Slug("id", row.Id);
        var name = cells.Text("name", row.Name, MaxNameLength);
        var kind = cells.Slug("kind", row.Kind);
        return id is null || kind is null ? null : new Collection { Id = new ScopeId(id), Name = name, Kind = kind };
    }

    private static void CheckCollectionIds(IReadOnlyList<CollectionRow> rows, ProblemList problems)
    {
        var lines = new Dictionary<string, RowPlace>();
        foreach (var row in rows.Where(row => !lines.TryAdd(row.Id.Trim(), row.Line) && row.Id.Trim().Length > 0))
            CellsOf(row, problems).Report("id", $"The id '{row.Id.Trim()}' already stands on {lines[row.Id.Trim()].Row}: choose another.");
    }

    private static RowCells CellsOf(CollectionRow row, ProblemList problems) => new("collections: ", row.Line, problems);

    /// <param name="row">The line.</param>
    /// <param name="collections">Null: not all are known.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    private static OrganisationNode? ReadNode(OrganisationRow row, IReadOnlySet<string>? collections, ProblemList problems)
    {
        var cells = new RowCells("", row.Line, problems);
        var path = ReadPath(cells, row.Path);
        var name = cells.Text("name", row.Name, MaxNameLength);
        var kind = cells.Slug("kind", row.Kind);
        var category = cells.OptionalSlug("category", row.Category);
        var enrolment = cells.Number("enrolment", row.Enrolment);
        var households = cells.Number("households", row.Households);
        var staff = cells.Number("staff", row.Staff);
        var titleI = cells.YesOrNo("title1", row.Title1);
        var reducedLunch = cells.Number("reduced_lunch", row.ReducedLunch, max: 100);
        var englishLearners = cells.Number("english_learners", row.EnglishLearners, max: 100);
        var languages = cells.Languages("languages", row.Languages);
        var belongsTo = cells.Collections("collections", row.Collections, collections);
        return path is null || kind is null ? null : new OrganisationNode
        {
            Path = path,
            Name = name,
            Kind = kind,
            MemberCategory = category,
            Enrolment = enrolment,
            Households = households,
            Staff = staff,
            TitleI = titleI,
            ReducedLunchPercent = reducedLunch,
            EnglishLearnerPercent = englishLearners,
            Languages = languages,
            Collections = belongsTo,
        };
    }

    private static IReadOnlyList<ScopeId>? ReadPath(RowCells cells, string cell)
    {
        var text = cells.Text("path", cell, MaxPathLength);
        if (text.Length == 0)
            return null;
        var ids = text.Split('/');
        var wrong = ids.Where(id => !Slug.IsValid(id)).ToList();
        foreach (var id in wrong)
            cells.Report("path", Slug.Explain(id));
        return wrong.Count > 0 ? null : [.. ids.Select(id => new ScopeId(id))];
    }

    private static void CheckPaths(
        IReadOnlyList<WrittenPath> paths, IReadOnlyList<CollectionRow> collections, bool areComplete, ProblemList problems)
    {
        if (paths.Count == 0 && areComplete)
            problems.Add("line 2, column path", "There is no organisation: add a line for the root.");

        var kinds = new Dictionary<string, string>();
        foreach (var path in paths)
            kinds.TryAdd(path.Text, path.Kind);
        var ids = new Dictionary<string, RowPlace>();
        var collectionIds = collections.Select(collection => collection.Id.Trim()).ToHashSet();
        WrittenPath? root = null;
        foreach (var path in paths.Where(path => path.Text.Length > 0))
        {
            var cells = new RowCells("", path.Line, problems);
            if (!ids.TryAdd(path.Id, path.Line))
                cells.Report("path",
                    $"The id '{path.Id}' already stands on {ids[path.Id].Row}: choose another, ids are unique whatever their path.");
            if (collectionIds.Contains(path.Id))
                cells.Report("path",
                    $"The id '{path.Id}' is a collection already: choose another, results are shown for both under their id.");

            if (path.Parent is not { } parent)
            {
                if (root is { } first)
                    cells.Report("path", $"'{path.Id}' is a second root beside '{first.Id}' on {first.Line.Row}: put it below that one.");
                root ??= path;
            }
            else if (!kinds.TryGetValue(parent, out var kindOfParent))
            {
                if (areComplete)
                    cells.Report("path", $"The parent '{parent}' has no line of its own: add it, or correct the path.");
            }
            else if (kindOfParent == OrganisationNode.SchoolKind)
                cells.Report("path",
                    $"The parent '{parent}' is a school, which has nothing below it: correct the path, or the parent's kind.");
        }
    }

    /// <summary>
    /// The path of a line as it was written, valid or not, so that one broken id is not reported by every line below it too.
    /// </summary>
    private sealed record WrittenPath(RowPlace Line, string Text, string Kind)
    {
        public string Id => Text[(Text.LastIndexOf('/') + 1)..];

        /// <summary>Null: the path is that of a root.</summary>
        public string? Parent => Text.LastIndexOf('/') is >= 0 and var end ? Text[..end] : null;
    }
}
