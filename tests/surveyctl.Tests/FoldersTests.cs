using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

using SurveyFunctions.Folding;

using Surveys.Tallies;

using SurveyStorage;

namespace Surveyctl.Tests;

/// <summary>Folders are namespaces. One can be understood, changed and tested without those that need it.</summary>
public sealed class FoldersTests
{
    public static TheoryData<System.Type> ATypeOfEachProject => [typeof(TallyLayout), typeof(IStorage), typeof(Engine), typeof(AggregateResponses), typeof(Surveyctl.Program)];

    [Theory, MemberData(nameof(ATypeOfEachProject))]
    public void No_folders_need_each_other_in_a_circle(System.Type ofProject)
    {
        var project = ofProject.Assembly.GetName().Name!;
        var needs = new ArchLoader().LoadAssembly(ofProject.Assembly).Build().Types
            .Where(type => type.Namespace is { } folder && IsOfProject(folder.FullName))
            .GroupBy(type => type.Namespace.FullName)
            .ToDictionary(
                folder => folder.Key,
                folder => folder
                    .SelectMany(type => type.GetTypeDependencies())
                    .Select(needed => needed.Namespace?.FullName ?? "")
                    .Where(needed => needed != folder.Key && IsOfProject(needed))
                    .ToHashSet());
        Assert.True(needs.Count > 1, $"{project} has folders");

        // Those that need nothing but what is taken away already, again and again: only circles, and what needs them, are left.
        while (needs.Where(folder => !folder.Value.Any(needs.ContainsKey)).Select(folder => folder.Key).ToList() is { Count: > 0 } free)
            free.ForEach(folder => needs.Remove(folder));
        while (needs.Keys.Where(folder => !needs.Values.Any(needed => needed.Contains(folder))).ToList() is { Count: > 0 } top)
            top.ForEach(folder => needs.Remove(folder));
        var circle = needs.Select(folder => $"{folder.Key} needs {string.Join(", ", folder.Value.Where(needs.ContainsKey))}");
        Assert.True(needs.Count == 0, string.Join(Environment.NewLine, circle));

        bool IsOfProject(string folder) =>
            folder.Equals(project, StringComparison.OrdinalIgnoreCase) || folder.StartsWith(project + ".", StringComparison.OrdinalIgnoreCase);
    }
}
