using System.Text.Json.Nodes;
using System.Xml.Linq;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using SurveyFunctions.Intake;
using SurveyFunctions.Rollup;

using Surveys.Definitions;

using TestSupport;

using static SurveyFunctions.Tests.Functions.FunctionFolders;

namespace SurveyFunctions.Tests.Functions;

/// <summary>
/// The isolated worker is outside the solution, as its packages are not to be had everywhere: its source is parsed, and held against
/// what the custom handler's functions are.
/// </summary>
public sealed class IsolatedWorkerTests
{
    private static readonly string[] Packages =
    [
        "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Extensions.Http",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
        "Microsoft.Azure.Functions.Worker.Sdk",
    ];

    private static readonly IReadOnlyList<MethodDeclarationSyntax> Methods = [.. ReadMethods()];

    [Fact]
    public void Its_functions_are_those_of_the_custom_handler_with_the_same_triggers() =>
        Assert.Equal(
            Triggers("httpTrigger").Select(function => $"{function.Name}: {Text(function.Trigger, "authLevel")} {MethodsOf(function.Trigger)} {RouteOf(function.Trigger)}")
                .Concat(Triggers("queueTrigger").Select(function =>
                    $"{function.Name}: queue {Text(function.Trigger, "queueName")} of {Text(function.Trigger, "connection")}"))
                .Concat(Triggers("timerTrigger").Select(function =>
                    $"{function.Name}: timer {Text(function.Trigger, "schedule")}, monitored: {function.Trigger.GetProperty("useMonitor").GetBoolean()}"))
                .Order(),
            Methods.Select(Describe).Order());

    /// <summary>Whatever decides anything belongs to the classes that both front ends call.</summary>
    [Fact]
    public void A_function_is_one_call_and_nothing_else()
    {
        Assert.NotEmpty(Methods);
        Assert.All(Methods, method =>
        {
            var call = Assert.IsType<InvocationExpressionSyntax>(method.ExpressionBody?.Expression);
            var called = Assert.IsType<MemberAccessExpressionSyntax>(call.Expression);
            Assert.IsType<IdentifierNameSyntax>(called.Expression);
            Assert.All(call.ArgumentList.Arguments, argument => Assert.True(argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax, argument.ToString()));
            Assert.Equal(NameOf(method) + "Function", Assert.IsType<ClassDeclarationSyntax>(method.Parent).Identifier.Text);
            Assert.Single(((ClassDeclarationSyntax)method.Parent).Members);
        });
    }

    /// <summary>A form of the wrong people, or the reader of one response where many come, would compile as well.</summary>
    [Fact]
    public void A_function_calls_the_class_of_its_name_and_a_form_the_people_of_its_address()
    {
        var others = new Dictionary<string, string>
        {
            ["FamilySurvey"] = nameof(SurveyForm),
            ["SchoolSurvey"] = nameof(SurveyForm),
            ["MemberSurvey"] = nameof(SurveyForm),
            ["SweepPending"] = nameof(SweepPendingBatches),
        };
        Assert.All(Methods, method =>
        {
            var name = NameOf(method);
            var call = (InvocationExpressionSyntax)method.ExpressionBody!.Expression;
            var called = ((MemberAccessExpressionSyntax)call.Expression).Expression.ToString();
            var owner = (ClassDeclarationSyntax)method.Parent!;
            var parameter = owner.ParameterList is { } list ? Assert.Single(list.Parameters) : null;

            Assert.Equal(others.GetValueOrDefault(name, name), parameter?.Type!.ToString() ?? called);
            Assert.Equal(parameter?.Identifier.Text ?? name, called);
            if (others.GetValueOrDefault(name) == nameof(SurveyForm))
            {
                var audience = Enum.Parse<Audience>(((MemberAccessExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Name.Identifier.Text);
                Assert.StartsWith(FormAddress.SegmentOf(audience) + "/", RouteOf(Triggers("httpTrigger").Single(function => function.Name == name).Trigger), StringComparison.Ordinal);
            }
        });
    }

    /// <summary>With the section of the custom handler the host would look for its executable instead of the worker.</summary>
    [Fact]
    public void Its_settings_of_the_host_are_the_same_but_for_what_starts_a_custom_handler()
    {
        var custom = ReadHost("host.json");
        Assert.True(custom.Remove("customHandler"));
        Assert.True(custom.Remove("extensionBundle"));

        Assert.True(JsonNode.DeepEquals(custom, ReadHost("src", "SurveyFunctions.IsolatedWorker", "host.json")));
    }

    [Fact]
    public void It_takes_the_packages_of_the_programming_model_and_no_others()
    {
        var project = XDocument.Load(Repository.Path("src", "SurveyFunctions.IsolatedWorker", "SurveyFunctions.IsolatedWorker.csproj"));
        var versions = XDocument.Load(Repository.Path("src", "SurveyFunctions.IsolatedWorker", "Directory.Packages.props"));

        Assert.Equal(Packages, project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Order());
        Assert.Equal(Packages, versions.Descendants("PackageVersion").Select(package => package.Attribute("Include")?.Value).OfType<string>().Order());
        Assert.StartsWith("2.", VersionOf("Microsoft.Azure.Functions.Worker"), StringComparison.Ordinal);
        Assert.StartsWith("2.", VersionOf("Microsoft.Azure.Functions.Worker.Sdk"), StringComparison.Ordinal);

        string VersionOf(string package) =>
            versions.Descendants("PackageVersion").Single(version => version.Attribute("Include")?.Value == package).Attribute("Version")!.Value;
    }

    private static string Describe(MethodDeclarationSyntax method)
    {
        var trigger = Assert.Single(method.ParameterList.Parameters
            .SelectMany(parameter => parameter.AttributeLists)
            .SelectMany(list => list.Attributes));
        var positional = trigger.ArgumentList!.Arguments.Where(argument => argument.NameEquals is null).Select(argument => argument.Expression).ToList();
        return NameOf(method) + ": " + trigger.Name switch
        {
            IdentifierNameSyntax { Identifier.Text: "HttpTrigger" } =>
                $"{((MemberAccessExpressionSyntax)positional[0]).Name.Identifier.Text.ToLowerInvariant()} "
                + $"{string.Join(' ', positional.Skip(1).Select(verb => TextOf(verb).ToUpperInvariant()).Order())} {TextOf(Named("Route"))}",
            IdentifierNameSyntax { Identifier.Text: "QueueTrigger" } => $"queue {TextOf(Assert.Single(positional))} of {TextOf(Named("Connection"))}",
            IdentifierNameSyntax { Identifier.Text: "TimerTrigger" } =>
                $"timer {TextOf(Assert.Single(positional))}, monitored: {Named("UseMonitor").IsKind(SyntaxKind.TrueLiteralExpression)}",
            var other => other.ToString(),
        };

        ExpressionSyntax Named(string name) =>
            trigger.ArgumentList!.Arguments.Single(argument => argument.NameEquals?.Name.Identifier.Text == name).Expression;
    }

    private static string NameOf(MethodDeclarationSyntax method) =>
        TextOf(Assert.Single(FunctionAttributeOf(method)!.ArgumentList!.Arguments).Expression);

    private static AttributeSyntax? FunctionAttributeOf(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).SingleOrDefault(attribute => attribute.Name.ToString() == "Function");

    private static string TextOf(ExpressionSyntax expression) => Assert.IsType<LiteralExpressionSyntax>(expression).Token.ValueText;

    /// <summary>Wherever in the worker's source a function may be declared.</summary>
    private static IEnumerable<MethodDeclarationSyntax> ReadMethods() => Directory
        .EnumerateFiles(Repository.Path("src", "SurveyFunctions.IsolatedWorker"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.Path("src", "SurveyFunctions.IsolatedWorker"), file).StartsWith("obj", StringComparison.Ordinal))
        .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
        .SelectMany(tree =>
        {
            Assert.Empty(tree.GetDiagnostics());
            return tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>();
        })
        .Where(method => FunctionAttributeOf(method) is not null);

    private static JsonObject ReadHost(params string[] path) => JsonNode.Parse(File.ReadAllText(Repository.Path(path)))!.AsObject();
}
