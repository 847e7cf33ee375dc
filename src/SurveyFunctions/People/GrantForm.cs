using Microsoft.Extensions.Primitives;

using SurveyEngine.People;

using SurveyFunctions.Pages;

using Surveys.Ids;
using Surveys.Organisations;

namespace SurveyFunctions.People;

/// <summary>Who is to be invited, and what they may: as it was typed, and what is wrong with it.</summary>
public sealed record GrantForm
{
    public const string NameField = "name";
    public const string RoleField = "role";
    public const string ScopeField = "scope";

    /// <summary>In place of a role: a program, which sees what a viewer sees, with a key.</summary>
    public const string Program = "program";

    /// <summary>In place of a scope: all of the tenant. No scope is called so.</summary>
    public const string AllScopes = "*";

    /// <summary>The problems of a form are told under these ids of its fields.</summary>
    public const string MissingName = "people.problem.name";
    public const string WrongGrant = "people.problem.grant";

    /// <summary>As it was typed.</summary>
    public string Name { get; init; } = "";

    public Role Role { get; init; }

    /// <summary>It is no person, and gets a key in place of a link.</summary>
    public bool IsProgram { get; init; }

    /// <summary>As it was chosen or typed; empty: nothing was.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What is wrong: the key of a text, and the field.</summary>
    public IReadOnlyList<(string Text, string Field)> Problems { get; init; } = [];

    public Grant Grant => new(Role, Scope == AllScopes ? null : new ScopeId(Scope));

    /// <param name="fields">Of a posted form.</param>
    /// <param name="reach">Of who posts it.</param>
    /// <param name="isNamed">The form asks for a name.</param>
    public static GrantForm Read(IReadOnlyDictionary<string, StringValues> fields, Reach reach, bool isNamed)
    {
        var form = new GrantForm
        {
            Name = Text(NameField),
            IsProgram = isNamed && reach.MayMakeKeys && Text(RoleField) == Program,
            Role = Array.Find(Enum.GetValues<Role>(), role => NameOf(role) == Text(RoleField)),
            Scope = Text(ScopeField),
        };
        var problems = new List<(string, string)>();
        if (isNamed && !PersonName.IsClean(form.Name))
            problems.Add((MissingName, NameField));
        if ((!form.IsProgram && NameOf(form.Role) != Text(RoleField)) || (form.Scope != AllScopes && !Slug.IsValid(form.Scope)) || !reach.MayGrant(form.Grant))
            problems.Add((WrongGrant, ScopeField));
        return form with { Problems = problems };

        string Text(string field) => fields.TryGetValue(field, out var values) ? values.ToString().Trim() : "";
    }

    /// <summary>Of a role, in the form.</summary>
    public static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    public static GrantForm Of(Person person) => new() { Name = person.Name, Role = person.Grant.Role, Scope = person.Grant.Scope?.Value ?? AllScopes };
}

/// <summary>The two choices of what somebody may.</summary>
/// <param name="Form">What is chosen.</param>
/// <param name="Organisations">By which scopes are named; null: none are loaded.</param>
/// <param name="IsNew">Of somebody, or something, that is not there yet.</param>
public sealed record GrantFieldsView(PageTexts Texts, GrantForm Form, Reach Reach, OrganisationTree? Organisations, bool IsNew = false)
{
    /// <summary>More than somebody finds their way in: then the id is typed.</summary>
    private const int MostListed = 1_000;

    private const char Indent = '\u2003';

    public IReadOnlyList<(string Value, PageText Name)> Roles { get; } =
        [.. Reach.Roles.Select(role => (GrantForm.NameOf(role), Texts[NameOf(role)])), .. IsNew && Reach.MayMakeKeys ? [(GrantForm.Program, Texts["people.role.program"])] : Array.Empty<(string, PageText)>()];

    public string ChosenRole => Form.IsProgram ? GrantForm.Program : GrantForm.NameOf(Form.Role);

    /// <summary>Null: they are too many to be listed.</summary>
    public IReadOnlyList<(string Value, string Name)>? Scopes { get; } = Reach.Scopes.Take(MostListed + 1).Select(scope => (scope.Value, ScopeNames.Of(Organisations, scope, Indent))).ToList() is { Count: <= MostListed } listed ? listed : null;

    /// <summary>What is chosen is not among them, as it is no longer in the tree: it stays chosen.</summary>
    public bool IsGone => Form.Scope is not ("" or GrantForm.AllScopes) && Scopes is { } listed && listed.All(scope => scope.Value != Form.Scope);

    public bool IsWrong => Form.Problems.Any(problem => problem.Field == GrantForm.ScopeField);

    public static string NameOf(Role role) => $"people.role.{role.ToString().ToLowerInvariant()}";
}

/// <summary>What people call a scope.</summary>
internal static class ScopeNames
{
    /// <param name="indent">Before the name of a node, for each that is above it; null: nothing.</param>
    public static string Of(OrganisationTree? tree, ScopeId scope, char? indent = null) =>
        tree?.FindNode(scope) is { } node ? (indent is { } space ? new string(space, node.Path.Count - 1) : "") + node.Name
        : tree?.Collections.FirstOrDefault(collection => collection.Id == scope)?.Name ?? scope.Value;
}
