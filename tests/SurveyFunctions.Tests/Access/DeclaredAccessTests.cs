using System.Reflection;

using Microsoft.AspNetCore.Authorization;

using SurveyFunctions.Access;
using SurveyFunctions.Hosting.Standalone;

namespace SurveyFunctions.Tests.Access;

public sealed class DeclaredAccessTests(ITestOutputHelper output)
{
    private static readonly string[] Policies = [AccessPolicy.Anyone, AccessPolicy.Reader, AccessPolicy.SignedIn, AccessPolicy.Coordinator, AccessPolicy.Admin];

    /// <summary>Which it would be is nobody's guess: one that declares nothing is refused.</summary>
    [Fact]
    public void Every_function_says_next_to_its_route_who_may_call_it()
    {
        var functions = DeclaredFunction.WithTrigger(DeclaredFunction.Http).OrderBy(function => function.Name).Select(function => (
            function.Name,
            Policy: function.Method.GetCustomAttribute<AllowAnonymousAttribute>() is not null ? "anonymous" : function.Method.GetCustomAttribute<AuthorizeAttribute>()?.Policy)).ToList();
        foreach (var (name, policy) in functions)
            output.WriteLine($"{name,-20} {policy}");
        Assert.All(functions, function => Assert.True(function.Policy == "anonymous" || Policies.Contains(function.Policy), $"{function.Name} names no policy."));
        // Whoever answers is never asked who they are.
        Assert.Equal(
            ["Assets", "FamilySurvey", "Health", "IdentityProvider", "MemberSurvey", "PreviewForm", "SchoolSurvey", "SubmitResponse", "SubmitResponses", "WithdrawResponse", "WithdrawalForm"],
            functions.Where(function => function.Policy == "anonymous").Select(function => function.Name).Order(StringComparer.Ordinal));
    }
}
