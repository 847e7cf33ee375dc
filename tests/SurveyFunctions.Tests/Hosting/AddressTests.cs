using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;
using SurveyFunctions.Results;

namespace SurveyFunctions.Tests.Hosting;

public sealed class AddressTests
{
    [Theory]
    [InlineData(FamilySurvey.Route, "/family/wave/school", "wave", "school")]
    [InlineData(Dashboard.Route, "/dashboard/wave/scope", "wave", "scope")]
    [InlineData(SubmitResponses.Route, "/api/waves/wave/responses/batch", "wave")]
    [InlineData(Assets.Route, "/assets/site.css", "site.css")]
    public void The_values_take_the_places_of_the_routes_parameters(string route, string address, params string[] values) =>
        Assert.Equal(address, Address.Of(route, values));
}
